#!/usr/bin/env python3
"""Make and score near-duplicates: re-imports and wire updates (stdlib only).

  dupes.py make  GOLD.json OUTDIR [--seed 7] [--n 100]
  dupes.py score OUTDIR/gold.json PRED.jsonl     PRED: "source" and "duplicate_of" a line
                                                 (a source name, or null; file names count,
                                                 folders and .txt do not)

make takes the bodies of clean.py's gold (each of 150+ words), keeps N originals and N
unrelated documents, and writes for each original one variant of every kind:
  same      other quotes, dashes, spaces and line ends (a re-import)
  junk      four to eight boilerplate lines of other documents put in
  update    new lede, last fifth cut, a tenth of the sentences dropped, numbers changed
  brief     the first 40 % only
  rewrite   half of the sentences dropped, the rest shuffled by paragraph (hard)
  other     a different document (must NOT be flagged)
Import OUTDIR/a first, then OUTDIR/b; the score reads what was said of b's files.
"""

import argparse
import json
import os
import random
import re
import sys
from collections import Counter

JUNK = [
    "Related stories",
    "Share this article",
    "Sign up for our newsletter",
    "Most read",
    "Advertisement",
    "Five things to know before the market opens…",
    "Read more: what we know so far",
    "12 comments",
    "Follow us on Facebook",
    "Police appeal for witnesses after crash on…",
    "Watch our video of the week",
]


def sentences(p):
    return re.split(r'(?<=[.!?]["”’)]|.[.!?])\s+(?=["“‘(A-Z])', p)


def vary(kind, body, rnd, others):
    ps = [p for p in body.split("\n") if p.strip()]
    if kind == "same":
        t = body.replace("“", '"').replace("”", '"').replace("’", "'").replace("‘", "'").replace("—", " - ")
        return "\r\n\r\n".join(re.sub(" ", "  ", p, count=2) for p in t.split("\n"))
    if kind == "junk":
        for _ in range(rnd.randint(4, 8)):
            ps.insert(rnd.randint(0, len(ps)), rnd.choice(JUNK))
    if kind == "update":
        ps = ps[: max(1, int(len(ps) * 0.8))]
        ps = [" ".join(s for s in sentences(p) if rnd.random() > 0.1) for p in ps]
        ps = [
            re.sub(r"\b\d{1,3}\b", lambda m: str(int(m.group()) + 1) if rnd.random() < 0.3 else m.group(), p)
            for p in ps
            if p
        ]
        ps = [sentences(rnd.choice(others))[0]] + ps
    if kind == "brief":
        flat = [s for p in ps for s in sentences(p)]
        ps = [" ".join(flat[: max(2, int(len(flat) * 0.4))])]
    if kind == "rewrite":
        ps = [" ".join(s for s in sentences(p) if rnd.random() > 0.5) for p in ps]
        ps = [p for p in ps if p]
        rnd.shuffle(ps)
    return "\n".join(ps) or body


def make(gold, out, seed, n):
    rnd = random.Random(seed)
    docs = [
        (k, v["body"])
        for k, v in sorted(json.load(open(gold, encoding="utf-8")).items())
        if len(v["body"].split()) >= 150
    ]
    rnd.shuffle(docs)
    seen, single = {}, []
    for k, b in docs:  # leave out natural near-duplicates
        w = re.findall(r"\w+", b.lower())
        sh = {" ".join(w[i : i + 5]) for i in range(len(w) - 4)}
        near = Counter(seen[x] for x in sh if x in seen)
        if not near or max(near.values()) < 0.05 * len(sh):
            single.append((k, b))
        for x in sh:
            seen.setdefault(x, k)
    docs = single
    base, rest = docs[:n], docs[n : 2 * n]
    res = {}
    for sub in "ab":
        os.makedirs(os.path.join(out, sub), exist_ok=True)

    def put(sub, name, text):
        open(os.path.join(out, sub, name + ".txt"), "w", encoding="utf-8", newline="").write(text + "\n")

    for k, b in base:
        put("a", k, b)
        for kind in ("same", "junk", "update", "brief", "rewrite"):
            put("b", f"{kind}-{k}", vary(kind, b, rnd, [x for _, x in rest]))
            res[f"{kind}-{k}"] = k
    for k, b in rest:
        put("b", f"other-{k}", b)
        res[f"other-{k}"] = None
    json.dump(res, open(os.path.join(out, "gold.json"), "w"), indent=0)
    print(len(base), "originals,", len(res), "to judge")


def stem(s):
    return re.sub(r"\.txt$", "", os.path.basename(s)) if s else None


def score(gold, pred):
    ok, n = Counter(), Counter()
    for k, g in gold.items():
        kind = k.split("-")[0]
        n[kind] += 1
        p = pred.get(k)
        base = p and re.sub(r"^(same|junk|update|brief|rewrite|other)-", "", p)
        ok[kind] += (p is None) if g is None else (base == g)
    return {k: ok[k] / n[k] for k in n}


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("verb", choices=["make", "score"])
    ap.add_argument("a")
    ap.add_argument("b")
    ap.add_argument("--seed", type=int, default=7)
    ap.add_argument("--n", type=int, default=100)
    o = ap.parse_args()
    if o.verb == "make":
        return make(o.a, o.b, o.seed, o.n)
    pred = {}
    for line in open(o.b, encoding="utf-8") if o.b != "-" else sys.stdin:
        if line.strip().startswith("{"):
            d = json.loads(line)
            pred[stem(d.get("source") or d.get("path") or d.get("file"))] = stem(d.get("duplicate_of"))
    for k, v in score(json.load(open(o.a)), pred).items():
        print(f"{k:8} right {v:.3f}")


if __name__ == "__main__":
    main()
