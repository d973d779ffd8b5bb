#!/usr/bin/env python3
"""Score boilerplate removal on plain-text seeds (stdlib only).

  clean.py export GOLD.json EXTRACTED.json OUTDIR   one seed a document + gold.json
  clean.py score  OUTDIR/gold.json PRED.jsonl       PRED: one JSON object a line with
                                                    "source" and "body"
  clean.py score  OUTDIR/gold.json none             the seeds as they are (the baseline)
  clean.py gold-aeb  AEB_CHECKOUT  GOLD.json        article-extraction-benchmark truth

GOLD.json: {id: {"body": text, "headline": text or "", "site": host}}
EXTRACTED.json: {id: {"articleBody": text}} (the format of article-extraction-benchmark's
output/*.json) or {id: text}.

Numbers:
  F1, P, R   article-extraction-benchmark's own: 4-token shingles, P and R averaged over
             documents, F1 of the two means.
  junk       share of the seeds' boilerplate words that the body no longer has
  loss       share of the seeds' content words that the body lost (the number to keep tiny)
  clean      share of documents left with no boilerplate line and no lost content line
A seed's line is content when at least half of its 4-token shingles (whole line when
shorter) occur in the truth.
"""

import argparse
import json
import os
import re
import statistics
import sys
from collections import Counter

TOKEN = re.compile(r"\w+")


def shingles(text, n=4):
    t = TOKEN.findall(text or "")
    return Counter(tuple(t[i : i + n]) for i in range(max(1, len(t) - n + 1)) if t)


def counts(true, pred):
    a, b = shingles(true), shingles(pred)
    tp = sum((a & b).values())
    fp, fn = sum(b.values()) - tp, sum(a.values()) - tp
    return tp, fp, fn


def prf(pairs):
    ps, rs = [], []
    for true, pred in pairs:
        tp, fp, fn = counts(true, pred)
        if tp + fp:
            ps.append(tp / (tp + fp))
        if tp + fn:
            rs.append(tp / (tp + fn))
    p, r = statistics.mean(ps or [0]), statistics.mean(rs or [0])
    return p, r, 2 * p * r / max(1e-9, p + r)


def label(seed, truth):
    """-> [(line, is content)] of the seed's non-empty lines."""
    have, flat = shingles(truth), " " + " ".join(TOKEN.findall(truth)) + " "
    out = []
    for line in seed.splitlines():
        t = TOKEN.findall(line)
        if not t:
            continue
        if len(t) < 4:
            ok = f" {' '.join(t)} " in flat
        else:
            s = shingles(line)
            ok = 2 * sum(k in have for k in s) >= len(s)
        out.append((line, ok))
    return out


def line_stats(seed, truth, body):
    kept = shingles(body)
    flat = " " + " ".join(TOKEN.findall(body)) + " "
    c = Counter()
    for line, good in label(seed, truth):
        t = TOKEN.findall(line)
        if len(t) < 4:
            share = float(f" {' '.join(t)} " in flat)
        else:
            s = shingles(line)
            share = sum(k in kept for k in s) / len(s)
        c["good" if good else "junk"] += len(t)
        c["good_kept" if good else "junk_kept"] += share * len(t)
        c["bad_lines"] += (good and share < 0.5) or (not good and share >= 0.5)
    return c


def score(gold, pred):
    pairs, tot, clean = [], Counter(), 0
    for k, g in gold.items():
        body = g["seed"] if pred is None else pred.get(k, "")
        pairs.append((g["body"], body))
        c = line_stats(g["seed"], g["body"], body)
        clean += not c["bad_lines"]
        tot += c
    p, r, f = prf(pairs)
    return {
        "F1": f,
        "P": p,
        "R": r,
        "junk": 1 - tot["junk_kept"] / max(1, tot["junk"]),
        "loss": 1 - tot["good_kept"] / max(1, tot["good"]),
        "clean": clean / len(gold),
        "docs": len(gold),
        "junk_words": tot["junk"],
        "good_words": tot["good"],
    }


def tidy(text):
    return "\n".join(l for l in (re.sub(r"\s+", " ", x).strip() for x in text.split("\n")) if l)


def host(url):
    m = re.match(r"\w+://([^/]+)", url or "")
    return m.group(1).lower().removeprefix("www.") if m else ""


def gold_aeb(d):
    g = json.load(open(os.path.join(d, "ground-truth.json"), encoding="utf-8"))
    return {k: {"body": v["articleBody"], "headline": "", "site": host(v["url"])} for k, v in g.items()}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("verb", choices=["export", "score", "gold-aeb"])
    ap.add_argument("args", nargs="+")
    o = ap.parse_args()
    if o.verb.startswith("gold-"):
        g = gold_aeb(o.args[0])
        json.dump(g, open(o.args[1], "w"), ensure_ascii=False, indent=0)
        print(len(g), "documents")
    elif o.verb == "export":
        gold, ext = (json.load(open(p, encoding="utf-8")) for p in o.args[:2])
        ext = ext.get("output", ext)
        os.makedirs(o.args[2], exist_ok=True)
        out = {}
        for k in gold:
            e = ext.get(k) or ""
            seed = tidy(e.get("articleBody") or "" if isinstance(e, dict) else e)
            if not TOKEN.search(seed):
                continue
            open(os.path.join(o.args[2], k + ".txt"), "w", encoding="utf-8").write(seed + "\n")
            out[k] = {**gold[k], "seed": seed}
        json.dump(out, open(os.path.join(o.args[2], "gold.json"), "w"), ensure_ascii=False, indent=0)
        print(len(out), "seeds")
    else:
        gold = json.load(open(o.args[0], encoding="utf-8"))
        pred = None
        if o.args[1] != "none":
            pred = {}
            for line in open(o.args[1], encoding="utf-8") if o.args[1] != "-" else sys.stdin:
                if line.strip().startswith("{"):
                    d = json.loads(line)
                    name = os.path.basename(d.get("source") or d.get("path") or d.get("file") or "")
                    body = d.get("body") or ""
                    pred[re.sub(r"\.txt$", "", name)] = (
                        body
                        if isinstance(body, str)
                        else "\n".join(
                            b if isinstance(b, str) else str(b.get("text") or b.get("value") or "")
                            for b in body
                        )
                    )
        for k, v in score(gold, pred).items():
            print(f"{k:10} {v:.3f}" if isinstance(v, float) else f"{k:10} {v}")


if __name__ == "__main__":
    main()
