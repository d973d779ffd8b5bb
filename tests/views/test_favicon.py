"""The icon at its old address."""


def test_the_old_address_leads_to_the_icon(client):
    response = client.get("/favicon.ico")
    assert (response.status_code, response["Location"]) == (302, "/static/articles/favicon.svg")
