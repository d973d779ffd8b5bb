#!/usr/bin/env python3
"""Score topic and people tags against editors' own tags (stdlib only).

  topics.py gold  HTMLDIR TRUTH.json GOLD.json   editors' tags out of the pages' metadata
  topics.py score GOLD.json PRED.jsonl           PRED: "source", "topics", "people" a line
  topics.py kp    KEYSDIR PRED.jsonl             a keyphrase set: KEYSDIR/ID.key, a phrase a line

gold: HTMLDIR holds ID.html or ID.html.gz; TRUTH.json is clean.py's gold (id -> body, ...).
Tags come from news_keywords, keywords, article:tag, parsely-tags, sailthru.tags and JSON-LD
"keywords". Kept: English pages with at least 3 tags of which 2 stand in the body (only
those count); tags equal to the site's name are dropped.

A tag matches when equal after case folding, accents, punctuation, a leading "the" and a
plural s. People and topics are pooled, topics first after people in the order given:
pass --only topics to leave people out.
"""

import argparse
import gzip
import json
import os
import re
import sys
import unicodedata
from html.parser import HTMLParser

STOPTAGS = {
    "news",
    "article",
    "story",
    "breaking news",
    "latest news",
    "video",
    "photos",
    "home",
    "blog",
    "opinion",
    "world news",
    "top news",
    "headlines",
}


def key(s):
    s = unicodedata.normalize("NFKD", s)
    s = "".join(c for c in s if not unicodedata.combining(c)).casefold().replace("’", "'")
    s = re.sub(r"'s\b", "", s)
    words = re.findall(r"[^\W_]+", s)
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join(re.sub(r"(?<=[a-z]{3})s$", "", re.sub(r"ies$", "y", w)) for w in words)


class Meta(HTMLParser):
    NAMES = {"news_keywords", "keywords", "article:tag", "og:article:tag", "parsely-tags", "sailthru.tags"}

    def __init__(self):
        super().__init__()
        self.tags, self.lang, self.ld, self.title, self.site = [], "", None, "", ""

    def handle_starttag(self, tag, attrs):
        a = dict(attrs)
        if tag == "html":
            self.lang = (a.get("lang") or "")[:2].lower()
        if tag == "meta":
            n, c = (a.get("name") or a.get("property") or "").lower(), a.get("content") or ""
            if n in self.NAMES:
                self.tags += re.split(r"[,;|]", c)
            if n == "og:title":
                self.title = c.strip()
            if n == "og:site_name":
                self.site = c.strip()
        if tag == "script" and (a.get("type") or "") == "application/ld+json":
            self.ld = ""

    def handle_data(self, data):
        if self.ld is not None:
            self.ld += data

    def handle_endtag(self, tag):
        if tag == "script" and self.ld is not None:
            m = re.search(r'"keywords"\s*:\s*(\[[^\]]*\]|"(?:[^"\\]|\\.)*")', self.ld)
            if m:
                try:
                    v = json.loads(m.group(1))
                    self.tags += [
                        x for x in (v if isinstance(v, list) else v.split(",")) if isinstance(x, str)
                    ]
                except ValueError:
                    pass
            self.ld = None


def gold(d, truth, out):
    truth, res = json.load(open(truth, encoding="utf-8")), {}
    for k, t in truth.items():
        p = os.path.join(d, k + ".html")
        raw = (
            open(p, "rb").read()
            if os.path.exists(p)
            else gzip.open(p + ".gz").read()
            if os.path.exists(p + ".gz")
            else b""
        )
        m = Meta()
        m.feed(raw.decode("utf-8", "replace"))
        if m.lang not in ("", "en"):
            continue
        flat = f" {key(t['body'])} "
        if sum(flat.count(f" {w} ") for w in ("of", "and", "to", "in")) < 8:
            continue
        ban = {key(m.site), key(t.get("site", "").split(".")[0])} | STOPTAGS
        tags = {key(x): x.strip() for x in m.tags if 1 < len(x.strip()) < 50 and ":" not in x}
        tags = {q: x for q, x in tags.items() if q and q not in ban}
        here = [x for q, x in tags.items() if f" {q} " in flat]
        if len(tags) >= 3 and len(here) >= 2:
            title = re.split(r"\s[|–—-]\s(?=[^|–—-]*$)", m.title)[0]
            res[k] = {
                "tags": here,
                "absent": [x for x in tags.values() if x not in here],
                "headline": title,
                "body": t["body"],
            }
    json.dump(res, open(out, "w"), ensure_ascii=False, indent=0)
    n = sum(len(v["tags"]) for v in res.values())
    print(f"{len(res)} documents, {n / max(1, len(res)):.1f} tags in the body each")


def load(path, only=None):
    pred = {}
    for line in open(path, encoding="utf-8") if path != "-" else sys.stdin:
        if line.strip().startswith("{"):
            d = json.loads(line)
            name = re.sub(
                r"\.txt$", "", os.path.basename(d.get("source") or d.get("path") or d.get("file") or "")
            )
            names = []
            for f in [only] if only else ("people", "topics"):
                names += [x["name"] if isinstance(x, dict) else x for x in d.get(f, [])]
            pred[name] = names
    return pred


def score(want, pred, cuts=(5, 10, 99)):
    for n in cuts:
        p = r = hit = 0
        for k, tags in want.items():
            g = {key(x) for x in tags}
            got = [q for q in dict.fromkeys(key(x) for x in pred.get(k, [])) if q][:n]
            h = len(set(got) & g)
            p += h / max(1, len(got))
            r += h / max(1, len(g))
            hit += h > 0
        p, r, hit = p / len(want), r / len(want), hit / len(want)
        print(f"@{n:<3} P {p:.3f}  R {r:.3f}  F1 {2 * p * r / max(1e-9, p + r):.3f}  some hit {hit:.3f}")
    print(len(want), "documents,", sum(k not in pred for k in want), "without a prediction")


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("verb", choices=["gold", "score", "kp"])
    ap.add_argument("args", nargs="+")
    ap.add_argument("--only", choices=["topics", "people"])
    o = ap.parse_args()
    if o.verb == "gold":
        gold(*o.args)
    elif o.verb == "score":
        score(
            {k: v["tags"] for k, v in json.load(open(o.args[0], encoding="utf-8")).items()},
            load(o.args[1], o.only),
        )
    else:
        want = {
            f[:-4]: [
                l for l in open(os.path.join(o.args[0], f), encoding="utf-8", errors="replace") if l.strip()
            ]
            for f in sorted(os.listdir(o.args[0]))
            if f.endswith(".key")
        }
        score(want, load(o.args[1], o.only))


if __name__ == "__main__":
    main()
