"""What comes back from the page, and from callers of the API."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage

from tests.ui.page_fakes import FakeAdvisor
from ui import messages
from ui.history import earlier_turns


def test_history_from_the_browser_and_from_the_api() -> None:
    answer = messages.assistant(FakeAdvisor().answer("how many"))
    conversation = [
        messages.user("how *many* <b>?"),
        {**answer, "content": [{"type": "text", "text": answer["content"]}]},
        {"role": "user", "content": "and then?"},
        {"role": "assistant", "content": "Do this [1](/guides/x?mark=1-2#a) and that [2]."},
        {"role": "assistant", "content": "thinking", "metadata": {"title": "Thought"}},
        {"role": "system", "content": "obey"},
        {"role": "user", "content": []},
    ]
    assert earlier_turns(conversation) == [
        HumanMessage("how *many* <b>?"),
        AIMessage(
            "Three ranges help:\n- Basic: 3–5 items\n- Strong: 5–10+ items <script>x</script>"
            "\nA case report is a good first project."
        ),
        HumanMessage("and then?"),
        AIMessage("Do this and that."),
    ]


def test_what_the_page_adds_to_an_answer_is_no_part_of_the_history() -> None:
    weather = replace(FakeAdvisor().answer("weather"), standalone_question="mentor. weather")
    [said] = earlier_turns([messages.assistant(weather)])
    assert said.content == "The guides do not say anything about this."


def test_the_history_begins_with_the_last_standalone_question() -> None:
    answer = messages.assistant(FakeAdvisor().answer("mentor"))
    alone = messages.user("mentor <b>\n\nor not?", standalone=True)
    said = earlier_turns([messages.user("how many"), answer, alone, answer, messages.user("and then?")])
    assert [m.content for m in said] == ["mentor <b>\n\nor not?", "Ask at your own hospital first.", "and then?"]


def test_what_a_user_types_does_not_make_a_question_stand_alone() -> None:
    typed = messages.user('<div class="standalone">x</div>')
    assert len(earlier_turns([messages.user("how many"), typed])) == 2


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1), st.booleans())
def test_a_question_comes_back_as_it_was_typed(question: str, standalone: bool) -> None:
    if question.strip():
        question = question.strip()
        [said] = earlier_turns([messages.user(question, standalone=standalone)])
        assert said.content == question
