"""The stock recipe that figures are compared with: what a tutorial on LangChain builds from the same parts.

    python -m benchmarks.stock build FOLDER
    python -m benchmarks.stock search FOLDER QUESTION

Recursive splitter (1,000 characters, 200 shared), the same weights by HuggingFaceEmbeddings on torch,
Chroma, the four nearest chunks. It finds text; it answers nothing and cites nothing.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.embedding import shipped_folder
from advisor.settings import default_corpus

if TYPE_CHECKING:
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings

NEAREST = 4


def embeddings() -> "HuggingFaceEmbeddings":
    """The weights of the default model, on torch."""
    from langchain_huggingface import HuggingFaceEmbeddings

    kinds = {"device": "cpu", "model_kwargs": {"dtype": "float32"}}
    return HuggingFaceEmbeddings(model_name=str(shipped_folder()), model_kwargs=kinds)


def opened(folder: Path) -> "Chroma":
    """The store, made where it is not there."""
    from langchain_chroma import Chroma

    return Chroma("stock", embeddings(), persist_directory=str(folder))


def chunks(corpus: Path) -> "list[Document]":
    """All guides, cut."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200)
    texts = [file.read_text(encoding="utf-8") for file in sorted(corpus.glob("*.md"))]
    return splitter.create_documents(texts)


def main() -> None:
    """Build the store, or search it once."""
    if sys.argv[1] == "build":
        opened(Path(sys.argv[2])).add_documents(chunks(default_corpus()))
    else:
        for found in opened(Path(sys.argv[2])).similarity_search(sys.argv[3], NEAREST):
            print(found.page_content)


if __name__ == "__main__":
    main()
