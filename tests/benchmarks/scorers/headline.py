#!/usr/bin/env python3
"""Score proposed headlines and deks (stdlib only).

  headline.py score GOLD.json PRED.jsonl [--max 90]

GOLD.json: {id: {"headline": text, ...}} (clean.py's gold.json will do; entries without a
headline are skipped). PRED: "source" and "headline" (and "dek") a line.

rouge1 / rougeL: F1 on lower-cased words, no stemming, mean over documents.
fit: share with 1..MAX characters, no trailing ellipsis or comma, and no dangling
word at the end ("of", "and", "the", ...). copies: share of headlines that are the
whole first sentence of the body (needs "body" in the gold).
"""

import argparse
import json
import os
import re
import sys

WORD = re.compile(r"[\w']+")
DANGLING = set(
    "a an the of and or to in on at by for from with as that who which but its his her "
    "their is are was were has have had be been".split()
)


def rouge1(a, b):
    a, b = WORD.findall(a.lower()), WORD.findall(b.lower())
    pool, hit = list(b), 0
    for w in a:
        if w in pool:
            pool.remove(w)
            hit += 1
    return 2 * hit / max(1, len(a) + len(b))


def rougel(a, b):
    a, b = WORD.findall(a.lower()), WORD.findall(b.lower())
    row = [0] * (len(b) + 1)
    for x in a:
        diag = 0
        for j, y in enumerate(b, 1):
            diag, row[j] = row[j], diag + 1 if x == y else max(row[j], row[j - 1])
    return 2 * row[-1] / max(1, len(a) + len(b))


def fit(h, limit):
    h = h.strip()
    words = WORD.findall(h)
    if not words or len(h) > limit or h.endswith(("…", "...", ",", ";", ":", "-", "–", "—")):
        return False
    if words[-1].lower() in DANGLING:
        return False
    return True


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("verb", choices=["score"])
    ap.add_argument("gold")
    ap.add_argument("pred")
    ap.add_argument("--max", type=int, default=90)
    o = ap.parse_args()
    gold = {k: v for k, v in json.load(open(o.gold, encoding="utf-8")).items() if v.get("headline")}
    pred = {}
    for line in open(o.pred, encoding="utf-8") if o.pred != "-" else sys.stdin:
        if line.strip().startswith("{"):
            d = json.loads(line)
            name = os.path.basename(d.get("source") or d.get("path") or d.get("file") or "")
            pred[re.sub(r"\.txt$", "", name)] = d.get("headline") or ""
    n = len(gold)
    r1 = sum(rouge1(g["headline"], pred.get(k, "")) for k, g in gold.items()) / n
    rl = sum(rougel(g["headline"], pred.get(k, "")) for k, g in gold.items()) / n
    ok = sum(fit(pred.get(k, ""), o.max) for k in gold) / n
    whole = (
        sum(
            (g.get("body") or "").lower().startswith(pred.get(k, "\0").lower().rstrip(".") + ".")
            for k, g in gold.items()
        )
        / n
    )
    print(
        f"documents {n}, missing {sum(k not in pred for k in gold)}\nrouge1 {r1:.3f}\nrougeL {rl:.3f}\n"
        f"fit    {ok:.3f}\ncopies {whole:.3f}"
    )


if __name__ == "__main__":
    main()
