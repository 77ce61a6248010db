"""Stand-ins at LangChain's interfaces, small guides, and an index and an advisor over them."""

import hashlib
import re
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings

from advisor.chunking import chunk_guide
from advisor.citations import Answer
from advisor.composing import Composer
from advisor.documents import Guide
from advisor.generation import Rewriter, Writer
from advisor.index import Builder, Index, Stamp
from advisor.lexical import WordIndex, words
from advisor.limits import Limits
from advisor.pipeline import Advisor
from advisor.readers import markdown
from advisor.retrieval import SectionRetriever
from advisor.spelling import Spelling

DIMENSIONS = 256
WINDOW = 80

RESEARCH = """---
title: Research for the match
summary: How many papers, and of which kind.
reviewed: 2026-05-03
---

# Research for the match

Research opens doors at academic hospitals.

## How many publications do I need?

There is no strict cutoff for publications. Three ranges help:

- **Minimum:** 3–5 items, of which at least 1–2 concern radiology.
- **Stronger:** 5–10+ items, among them:
  - 2–3 articles indexed in PubMed
  - several posters
- **Top tier:** 10+ items with first-author papers.

Quality counts more than the plain number.

## Which kinds of research are there?

### Case reports

A case report describes one unusual patient. It is a good first project.[4]

### Systematic reviews

A systematic review answers one narrow question from the literature.
"""

VISA = """# Visas and money

## Which visa fits a trainee?

A J-1 visa is sponsored by ECFMG. An H-1B visa needs the exam Step 3.

| Visa | Sponsor |
| --- | --- |
| J-1 | ECFMG |
| H-1B | the hospital |

## What does an observership cost?

An observership costs 500 to 3,000 dollars a month.
"""


class BagOfWords(Embeddings):
    """Texts that share words have near vectors; remembers what it embedded.

    It can stand in for `SentenceEmbeddings`, whose name argument is its identity here.
    """

    window = WINDOW

    def __init__(self, model: str = "bag") -> None:
        self.identity = model
        self.embedded: list[str] = []

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        """One vector a text."""
        self.embedded += texts
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """A vector of length 1: counts of hashed words."""
        vector = np.zeros(DIMENSIONS)
        for word in words(text):
            vector[int(hashlib.md5(word.encode()).hexdigest(), 16) % DIMENSIONS] += 1
        length = np.linalg.norm(vector)
        return [float(x) for x in (vector / length if length else np.eye(1, DIMENSIONS)[0])]

    def token_count(self, text: str) -> int:
        """A token is a word."""
        return word_count(text)


def word_count(text: str) -> int:
    """Words between white space."""
    return len(text.split())


def read(text: str, name: str = "guide") -> Guide:
    """A Markdown text as a guide."""
    return markdown.read(text, name, f"{name}.md")


def write_guides(folder: Path, **texts: str) -> Path:
    """A folder of Markdown guides."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def builder(
    folder: Path, embeddings: BagOfWords | None = None, progress: Callable[[int, int], None] = lambda done, total: None
) -> Builder:
    """What writes an index whose stamp names the embeddings' identity."""
    embeddings = embeddings or BagOfWords()
    return Builder(
        folder,
        embeddings,
        Stamp(embeddings.identity),
        lambda guide: chunk_guide(guide, embeddings.token_count, embeddings.window),
        progress=progress,
    )


def index_paths(folder: Path, *paths: Path, embeddings: BagOfWords | None = None) -> dict[str, str]:
    """One run of the indexer; the status of each document."""
    writer = builder(folder, embeddings)
    changes = writer.plan(paths)
    writer.apply(changes)
    return {c.document: c.status for c in changes}


def open_index(folder: Path, embeddings: BagOfWords | None = None) -> Index:
    """The index, opened for questions."""
    embeddings = embeddings or BagOfWords()
    return Index(folder, embeddings, Stamp(embeddings.identity))


def advisor_over(
    index: Index,
    writer: Writer | None = None,
    rewriter: Rewriter | None = None,
    observe: Callable[[Answer], None] = lambda answer: None,
) -> Advisor:
    """The advisor, wired as in the product."""
    spelling = Spelling(text for section in index.sections.values() for text in (section.text, *section.headings))
    retriever, limits = SectionRetriever(index=index), Limits(index.embeddings)
    composer = Composer(index.embeddings)
    return Advisor(retriever, composer, index.guides, index.words, spelling, limits, None, writer, rewriter, observe)


def bm25(index: WordIndex, query: str) -> dict[str, float]:
    """BM25 by id, of the texts that share a word with a query."""
    return {id: weight for id, weight in zip(index.ids, index.weights(query).tolist(), strict=True) if weight}


def loose(text: str) -> str:
    """Words only: what a quote and its source are compared by."""
    return " ".join(re.findall(r"[a-z0-9%$+]+", re.sub(r"\[\d+\]", " ", text).lower()))
