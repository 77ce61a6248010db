"""Question file -> figures on retrieval, citations, facts and refusals.

A question file is a plain text file with one question a line, written so:

{"id": "q1", "kind": "hours", "turns": ["When is the library open?"], "answerable": true, "gold": [{"doc": "campus", "section": "Opening hours"}], "must": [["9 to 5", "9-5"], ["Sunday"]]}

  id          your name for the question, another one on each line
  kind        the group it is counted in, any word (may be left out)
  turns       what is asked; of several messages the last is the question,
              those before it are what the user said earlier
  answerable  true where the guides answer it, false where they do not
  gold        where the answer stands: the guide (doc), by the name that
              'advisor status' lists, and the heading (section) above it.
              Of several places one is enough; where the index knows no
              guide of that name, the heading alone counts.
  must        the facts that the answer has to state, each in brackets of
              its own with the spellings it may have (may be left out)

An answer is good when one of its first two citations is of a gold section,
no fact is missing, it has at most 200 words, every quote stands in its guide
and every statement is supported. Where the guides have no answer, a refusal
is good, and nothing else.

The figures are shares from 0 to 1, but for numbers (#):

  n                     # questions
  good                  good answers
  cite1 (cite@1)        the first citation is of a gold section
  cited                 any citation is
  precision             citations that are
  facts                 wanted facts that the answer states
  words                 # words of an answer
  refused               refusals
  good_answerable       good, among the questions that have an answer
  refused_answerable    refused, among those
  refused_unanswerable  refused, among those that have none
  support               statements of which four words in five stand in the
                        quotes, in their headings or in what was asked
  broken_quotes         # quotes that do not stand in their guide
  median_ms, p95_ms     # milliseconds in which half of the answers, and 95
                        of 100, were there
  withheld              with a chat model: of the sentences it wrote, those
                        that the guides do not support
  fallbacks             answers in the guides' own words though it was asked

Those from cite1 to words count the questions that have an answer.
"""  # noqa: E501

from advisor.evaluation.judging import FIRST, Result, judge, normal
from advisor.evaluation.questions import Question, load
from advisor.evaluation.runs import Comparison, Difference, Figures, Run, compare, evaluate, load_run, save_run

__all__ = [
    "FIRST",
    "Comparison",
    "Difference",
    "Figures",
    "Question",
    "Result",
    "Run",
    "compare",
    "evaluate",
    "judge",
    "load",
    "load_run",
    "normal",
    "save_run",
]
