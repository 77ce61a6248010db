"""What the keeper of the guides does from the page: look at a file, add it, take guides out, set the index right.

What is uploaded or fetched lies as a draft until its keeper has seen how it was read and what it changes.
Then it moves into a folder of its own beside the index, and is indexed like any other file.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from langchain_core.embeddings import Embeddings

from advisor import drafts, readers
from advisor.errors import CorpusError, IndexLocked, IndexNotWritten
from advisor.gaps import Gap, Gaps, grouped
from advisor.index import Builder, Change, Entry, Finding, Manifest, Overlap, kept, newest, repair, stored
from advisor.index.verify import verify
from advisor.readers import fetching
from advisor.readers.outline import Reading

NEWEST_QUESTIONS = 500  # that are grouped into the list of what to write, so that it takes seconds

Progress = Callable[[int, int], None]
"""Called with (chunks done so far, chunks to do)."""


@dataclass(frozen=True, slots=True)
class Look:
    """A draft as its keeper sees it.

    Attributes:
        draft: names it.
        file: the name of the file that it becomes.
        generation: of the index that the plan was made for.
        reading: how it was read.
        change: what adding it does.
        overlaps: where it repeats or contradicts another guide.
        namesakes: guides read from other files of this name, whatever its ending, which stay.
    """

    draft: str
    file: str
    generation: int
    reading: Reading
    change: Change
    overlaps: tuple[Overlap, ...]
    namesakes: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A guide of the index: its entry, whether its file is the page's own, and what is off with it."""

    entry: Entry
    own: bool
    faults: tuple[str, ...]


class Keeper:
    """The work on one index.

    Args:
        folder: the index.
        corpus: the folder of the guides.
        build: makes what writes the index, and reports to a `Progress`.
        embeddings: those of the index; they group questions.
        gaps: the kept questions; None where none are kept.
        max_bytes: larger files are refused.
        allow_private: whether pages of private networks may be fetched.
        chroma_url: a Chroma server that has the vectors.
    """

    def __init__(
        self,
        folder: Path,
        corpus: Path,
        build: Callable[[Progress], Builder],
        embeddings: Embeddings,
        gaps: Gaps | None = None,
        max_bytes: int = readers.MAX_BYTES,
        allow_private: bool = False,
        chroma_url: str | None = None,
    ) -> None:
        self._folder = folder
        self._corpus = corpus
        self._build = build
        self._embeddings = embeddings
        self._gaps = gaps
        self.max_bytes = max_bytes
        self._allow_private = allow_private
        self._chroma_url = chroma_url

    def look(self, name: str, data: bytes) -> Look:
        """Read an uploaded file and plan what adding it would change.

        Raises:
            CorpusError: it is no readable guide; the message says why.
            IndexNotWritten: the draft cannot be kept.
        """
        return self._look(self._kept(lambda: drafts.write(self._folder, name, data)))

    def look_at(self, url: str) -> Look:
        """The same for a page that is fetched.

        Raises:
            CorpusError: it cannot be had, or is no readable guide.
            IndexNotWritten: the draft cannot be kept.
        """
        page = fetching.fetch(url, self.max_bytes, self._allow_private)
        return self._look(self._kept(lambda: drafts.write_page(self._folder, page)))

    def add(self, draft: str, generation: int, progress: Progress) -> Change:
        """Keep a draft's file for good, in place of an earlier one of its name, and index it.

        Args:
            draft: as `Look` names it.
            generation: for which it was planned.
            progress: told of the chunks.

        Raises:
            CorpusError: there is no such draft any more, or it cannot be read.
            IndexLocked: the index is being written, or was since the plan.
            IndexNotWritten: it cannot be written; file and index are as they were.
        """
        file = drafts.file(self._folder, draft)
        if newest(self._folder) != generation:
            raise IndexLocked("The guides have changed since this was planned: look at the file again.")
        target = drafts.target(self._folder, file)
        with drafts.placed(file, target):
            change = next(c for c in self._build(progress).update([target]) if c.path == str(target))
            if change.status == "failed":
                raise CorpusError(change.message)
        return change

    def remove(self, document: str) -> Entry:
        """Take a guide out of the index, and delete its file where that is the page's own.

        Raises:
            CorpusError: there is no such guide.
            IndexLocked: the index is being written.
        """
        entry = Manifest.load(self._folder).entries.get(document)
        if entry is None:
            raise CorpusError(f"The index holds no document '{document}': it may have been removed already.")
        self._build(_silent).remove(document)
        if self._is_own(entry):
            drafts.forget(Path(entry.path))
        return entry

    def plan(self) -> list[Change]:
        """What `bring_in_line` would do.

        Raises:
            CorpusError: there is nothing that could be indexed.
        """
        return self._build(_silent).plan(self._places())

    def bring_in_line(self, progress: Progress) -> list[Change]:
        """Index the corpus, and what was uploaded and fetched, as the files are now."""
        return self._build(progress).update(self._places())

    def passed_over(self) -> list[str]:
        """The files that `bring_in_line` does not read, and why; a sentence each."""
        return [told[0].upper() + told[1:] for told in readers.passed_over(self._places())]

    def roll_back(self, number: int) -> Manifest:
        """Make an earlier generation the newest again; no file is touched."""
        return self._build(_silent).rollback(number)

    def generations(self) -> list[Manifest]:
        """Those that are kept, newest first."""
        return list(kept(self._folder))

    def guides(self) -> list[Held]:
        """The guides of the index, in the order they came."""
        entries = Manifest.load(self._folder).entries.values()
        return [Held(e, self._is_own(e), tuple(self._faults(e))) for e in entries]

    def verify(self) -> list[Finding]:
        """Read all of the index and say what is off."""
        return verify(self._folder, self._chroma_url)

    def repair(self, progress: Progress) -> list[str]:
        """Set right what is off; what was done, a sentence each."""
        return list(repair(self._build(progress), self._folder, self.verify()))

    def to_write(self) -> list[Gap] | None:
        """What people asked and did not get, the most asked first; None where no questions are kept."""
        return grouped(self._gaps.questions()[-NEWEST_QUESTIONS:], self._embeddings) if self._gaps else None

    def _look(self, draft: str) -> Look:
        file = drafts.file(self._folder, draft)
        generation, target, builder = newest(self._folder), drafts.target(self._folder, file), self._build(_silent)
        try:
            change = next(c for c in builder.plan([file], {target: file}) if c.path == str(file.resolve()))
            if change.status == "failed":
                raise CorpusError(change.message)
            reading = readers.preview(file.read_bytes(), change.document, change.source, self.max_bytes)
        except CorpusError:
            drafts.forget(file)
            raise
        others = [e for e in builder.manifest().entries.values() if Path(e.path) != target]
        stem = drafts.plain_stem(target.name)
        namesakes = tuple(e for e in others if drafts.plain_stem(Path(e.path).name) == stem)
        overlaps = builder.overlaps([change]).get(change.document, ())
        return Look(draft, target.name, generation, reading, change, overlaps, namesakes)

    def _kept(self, write: Callable[[], str]) -> str:
        try:
            return write()
        except OSError as error:
            raise IndexNotWritten(f"The file cannot be kept beside the index ({error.strerror}).") from error

    def _places(self) -> Sequence[Path]:
        places = [place for place in (self._corpus, *drafts.own(self._folder)) if place.is_dir()]
        if not places:
            raise CorpusError(
                f"There is nothing to index: the folder of the guides, {self._corpus}, is not there, and no guide"
                " was added here."
            )
        return places

    def _is_own(self, entry: Entry) -> bool:
        return Path(entry.path).parent in [folder.resolve() for folder in drafts.own(self._folder)]

    def _faults(self, entry: Entry) -> Iterator[str]:
        if not stored.holds(self._folder, entry):
            yield "its stored text is damaged"
        if not Path(entry.path).is_file():
            yield "its file is gone"


def _silent(done: int, total: int) -> None:
    """Tell nobody."""
