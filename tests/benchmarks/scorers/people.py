#!/usr/bin/env python3
"""Score people tags on a CoNLL-style NER file (stdlib only).

  people.py export FILE OUTDIR          write one plain-text seed a document, and gold.json
  people.py score  GOLD PRED.jsonl      PRED: one JSON object a line with "source" (path or
                                        name of the seed file) and "people" (list of strings
                                        or of {"name": ...})
  --prose N   (export) keep only documents where >= N % of lines end like a sentence
              (default 60; drops sports tables)

Reads CoNLL-2003 (tag in the last column, -DOCSTART-), (token start end tag) columns
and the WikiNEuRal .conllu layout (index token tag). Files without -DOCSTART- hold
unrelated sentences: each becomes a document of its own.

Metrics, micro-averaged over documents:
  full    people named at least once by two or more words. A prediction is right when it
          equals one of the gold full forms of a person (case, accents, titles, dots and
          possessives aside). Each gold person can be found once: "Putin" beside
          "Vladimir Putin" is a false positive (duplicate). One-word gold people are
          neutral.
  surname the same, but a prediction is right when its last word matches.
  all     every gold person, one-word ones too, exact form.
"""

import argparse
import json
import os
import re
import sys
import unicodedata
from collections import defaultdict

TITLES = {
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sir",
    "dame",
    "lord",
    "lady",
    "president",
    "prime",
    "minister",
    "senator",
    "sen",
    "rep",
    "gov",
    "governor",
    "judge",
    "justice",
    "gen",
    "general",
    "col",
    "colonel",
    "captain",
    "capt",
    "lt",
    "sgt",
    "prof",
    "professor",
    "pope",
    "king",
    "queen",
    "prince",
    "princess",
    "rev",
    "chancellor",
    "secretary",
    "us",
    "u.s",
    "russian",
    "ukrainian",
}
NO_SPACE_BEFORE = {
    ".",
    ",",
    ";",
    ":",
    "?",
    "!",
    ")",
    "]",
    "}",
    "%",
    "'s",
    "’s",
    "n't",
    "'re",
    "'ve",
    "'ll",
    "'d",
    "'m",
    "”",
    "’",
    "...",
    "…",
}
NO_SPACE_AFTER = {"(", "[", "{", "$", "£", "€", "“", "‘"}


def read(path):
    """-> list of documents, each a list of sentences, each a list of (token, tag)."""
    docs, doc, sent, marks = [], [], [], False

    def end_sent():
        nonlocal sent
        if sent:
            doc.append(sent)
        sent = []

    def end_doc():
        nonlocal doc
        end_sent()
        if doc:
            docs.append(doc)
        doc = []

    for line in open(path, encoding="utf-8", errors="replace"):
        cols = line.split()
        if not cols:
            end_sent()
        elif any("DOCSTART" in c for c in cols[:2]):
            marks = True
            end_doc()
        else:
            tok = cols[1] if len(cols) == 3 and cols[0].isdigit() else cols[0]
            sent.append((tok, cols[-1]))
    end_doc()
    if not marks:
        sents = [s for d in docs for s in d]
        docs = [[s] for s in sents]
    return docs


def detokenise(sent):
    """-> text and the (start, end) of each token in it."""
    text, spans, quote, glue = "", [], False, True
    for tok, _ in sent:
        closing = tok == '"' and quote
        if not glue and tok not in NO_SPACE_BEFORE and not closing:
            text += " "
        spans.append((len(text), len(text) + len(tok)))
        text += tok
        glue = tok in NO_SPACE_AFTER or (tok == '"' and not quote)
        if tok == '"':
            quote = not quote
    return text, spans


def persons(sent):
    """Token ranges tagged PER (IOB1 or IOB2)."""
    out, start = [], None
    for i, (_, tag) in enumerate(sent + [("", "O")]):
        per = tag.upper().endswith("PER") or tag.upper().endswith("PERSON")
        if start is not None and (not per or tag.startswith("B")):
            out.append((start, i))
            start = None
        if per and start is None:
            start = i
    return out


def key(name):
    name = unicodedata.normalize("NFKD", name)
    name = "".join(c for c in name if not unicodedata.combining(c)).casefold()
    name = re.sub(r"['’]s\b", "", name)
    words = [w.strip(".,;:'\"“”‘’()") for w in re.split(r"[\s]+", name)]
    words = [re.sub(r"[.'’]", "", w) for w in words if w]
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    return tuple(w for w in words if w)


def cluster(mentions):
    """Group one document's gold mentions into people: list of {full:[...], short:[...]}."""
    full = [k for k in dict.fromkeys(map(key, mentions)) if len(k) > 1]
    people = []
    for k in sorted(full, key=len, reverse=True):
        for p in people:
            if any(set(k) <= set(f) and k[-1] == f[-1] for f in p["full"]):
                p["full"].append(k)
                break
        else:
            people.append({"full": [k], "short": []})
    for k in dict.fromkeys(map(key, mentions)):
        if len(k) == 1:
            hit = [p for p in people if any(k[0] in f for f in p["full"])]
            if hit:
                hit[0]["short"].append(k)
            else:
                people.append({"full": [], "short": [k]})
    return [
        {"full": [" ".join(k) for k in p["full"]], "short": [" ".join(k) for k in p["short"]]} for p in people
    ]


def export(path, out, prose):
    os.makedirs(out, exist_ok=True)
    gold = {}
    for n, doc in enumerate(read(path)):
        lines, mentions = [], []
        for sent in doc:
            text, spans = detokenise(sent)
            lines.append(text)
            mentions += [text[spans[a][0] : spans[b - 1][1]] for a, b in persons(sent)]
        good = sum(bool(re.search(r'[.!?…]["”’\')]*$', l)) for l in lines)
        if 100 * good < prose * len(lines):
            continue
        name = f"doc{n:04d}.txt"
        with open(os.path.join(out, name), "w", encoding="utf-8") as f:
            f.write("\n".join(lines) + "\n")
        gold[name] = cluster(mentions)
    with open(os.path.join(out, "gold.json"), "w") as f:
        json.dump(gold, f, indent=0, ensure_ascii=False)
    print(
        len(gold),
        "documents",
        sum(len(v) for v in gold.values()),
        "people",
        sum(bool(p["full"]) for v in gold.values() for p in v),
        "with a full name",
    )


def score(gold, pred):
    """gold {doc: clusters}, pred {doc: [names]} -> {metric: (p, r, f1)}."""
    c = defaultdict(int)
    for doc, people in gold.items():
        names = list(dict.fromkeys(k for k in map(key, pred.get(doc, [])) if k))
        for mode in ("full", "surname", "all"):
            found = set()
            for k in names:
                hit = next(
                    (i for i, p in enumerate(people) if " ".join(k) in (p["full"] or p["short"])), None
                )
                if hit is None and mode == "surname":
                    hit = next(
                        (
                            i
                            for i, p in enumerate(people)
                            if i not in found and any(f.split()[-1] == k[-1] for f in p["full"])
                        ),
                        None,
                    )
                if hit is not None and mode != "all" and not people[hit]["full"]:
                    continue
                if hit is None or hit in found:
                    c[mode, "fp"] += 1
                else:
                    found.add(hit)
                    c[mode, "tp"] += 1
            want = sum(1 for p in people if mode == "all" or p["full"])
            c[mode, "fn"] += want - len(found)
    out = {}
    for mode in ("full", "surname", "all"):
        tp, fp, fn = (c[mode, x] for x in ("tp", "fp", "fn"))
        p, r = tp / max(1, tp + fp), tp / max(1, tp + fn)
        out[mode] = (p, r, 2 * p * r / max(1e-9, p + r))
    return out


def load_pred(path):
    pred = {}
    for line in open(path, encoding="utf-8") if path != "-" else sys.stdin:
        if line.strip().startswith("{"):
            d = json.loads(line)
            src = os.path.basename(d.get("source") or d.get("path") or d.get("file") or "")
            pred[src] = [p["name"] if isinstance(p, dict) else p for p in d.get("people", [])]
    return pred


def main():
    ap = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ap.add_argument("verb", choices=["export", "score"])
    ap.add_argument("a")
    ap.add_argument("b")
    ap.add_argument("--prose", type=float, default=60)
    o = ap.parse_args()
    if o.verb == "export":
        return export(o.a, o.b, o.prose)
    gold, pred = json.load(open(o.a)), load_pred(o.b)
    missing = [d for d in gold if d not in pred]
    for mode, (p, r, f) in score(gold, pred).items():
        print(f"{mode:8} P {p:.3f}  R {r:.3f}  F1 {f:.3f}")
    print(f"documents {len(gold)}, without a prediction {len(missing)}")


if __name__ == "__main__":
    main()
