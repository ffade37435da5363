//! The codes: the names by which an author looks a mistake up, and silences a warning or a lint.

use std::fmt;

use super::severity::{Group, Severity};

/// A kind of mistake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Code {
    /// A block that is never closed.
    UnclosedBlock,
    /// An outer fence that is no longer than a fence inside it.
    FenceTooShort,
    /// A line of fence characters that closes nothing.
    StrayFence,
    /// Code that takes the block below it for code.
    SwallowedBlock,
    /// A fence or raw HTML that is open at the end of a block.
    UnclosedInBody,
    /// Raw HTML that opens or closes an element on one side of a block's border only.
    UnbalancedHtml,
    /// Braces that are no attribute list.
    MalformedAttributes,
    /// Attributes that stand outside of braces.
    AttributesWithoutBraces,
    /// An attribute that there is not.
    UnknownAttribute,
    /// The same attribute twice.
    DuplicateAttribute,
    /// A value that an attribute cannot have.
    BadAttributeValue,
    /// A word that is nearly a kind.
    UnknownKind,
    /// A fence of tildes outside of blocks whose word is neither a kind nor a language.
    UnknownFence,
    /// A title with a backtick after a fence of backticks.
    BacktickInTitle,
    /// A block that is part of the raw HTML above it.
    BlockInHtml,
    /// A block that is indented so far that it is code or text.
    IndentedBlock,
    /// A block in a fence that is for mdbook-admonish.
    BlockInAdmonish,
    /// A line of colons where a block was to open or close.
    ColonFence,
    /// A part outside its place.
    MisplacedPart,
    /// A `predict` block without an answer.
    NothingToReveal,
    /// Two lists of choices.
    TwoTaskLists,
    /// A list with choices and plain items.
    MixedChoices,
    /// Choices without a right one.
    NoRightChoice,
    /// Choices without a wrong one.
    OnlyRightChoices,
    /// The same choice twice.
    DuplicateChoice,
    /// A choice that says nothing.
    EmptyChoice,
    /// A list that looks like choices and is none.
    PlainChoices,
    /// A right choice, given as an output, that is not the output.
    RightChoiceDiffers,
    /// A choice that is marked as wrong and is the output.
    WrongChoiceIsOutput,
    /// A right choice that is one value, next to an output that is another.
    RightChoiceUnlikeOutput,
    /// An `output` fence behind `- [ ]` instead of under it.
    FenceInChoiceLine,
    /// Two outputs for one stream.
    DuplicateOutput,
    /// An output that nobody has written down yet.
    OutputPending,
    /// A reply to what is really printed.
    PredictedEqualsOutput,
    /// A reply to a choice that has its own feedback.
    PredictedEqualsChoice,
    /// Two replies to the same output.
    DuplicatePredicted,
    /// An `accepted` without an output.
    AcceptsNothing,
    /// Lines that a `predicted` begins with and that are no output.
    UnmarkedOutput,
    /// A counter-program in a question without a program.
    CounterWithoutProgram,
    /// A counter-program that is the program.
    CounterEqualsProgram,
    /// Two fences that are marked as the program.
    DuplicateProgram,
    /// A program behind the output of a question that has none.
    LateProgram,
    /// Choices behind the output of a question that has none.
    LateChoices,
    /// `input=choice` without choices.
    NoChoices,
    /// A language where the title of a block stands.
    LanguageAsTitle,
    /// A title on something that has none.
    UnexpectedTitle,
    /// An id that a block or a heading has already.
    DuplicateId,
    /// A callout that waits for a question that there is not.
    UnknownId,
    /// A block in too many others.
    NestingTooDeep,
    /// A heading inside a block.
    HeadingInBlock,
    /// A text that makes the Markdown parser panic.
    ParserPanic,
    /// A key of `book.toml` that there is not.
    UnknownKey,
    /// A value that a key of `book.toml` cannot have.
    BadValue,
    /// A preprocessor that runs before this one.
    RunsEarlier,
    /// Labels that the book's language has no words for.
    MissingLabels,
    /// A file that the book says it links, and does not.
    AssetsNotLinked,
    /// A linked file that is not the one of this version.
    AssetsOutdated,
    /// An engine that this version was not tested with.
    UntestedEngine,
    /// A chapter that `SUMMARY.md` names and that is not there yet.
    MissingChapter,
    /// A chapter that cannot be read.
    UnreadableChapter,
    /// A link to a file that cannot be included.
    MissingInclude,
    /// A file with blocks that `SUMMARY.md` does not name.
    UnlistedChapter,
    /// The answer stands in the open before its question, or in its program.
    AnswerBeforeQuestion,
    /// A title or a caption that tells before the answer that something is wrong.
    TellingTitle,
    /// A callout in the open behind a question that has its output.
    AnswerInCallout,
    /// A wrong choice that nothing is said about, there or in an explanation.
    UnexplainedChoice,
    /// A `predicted` that says nothing.
    EmptyPredicted,
    /// A reply to what no reader can answer.
    UnreachablePredicted,
    /// A `fix` that prints what the broken program prints.
    FixChangesNothing,
    /// An `allow` that silences nothing.
    UnusedAllow,
    /// An answer that is an output and no word more.
    NoExplanation,
    /// A wrong choice that only the explanation of the whole is about.
    ChoiceWithoutFeedback,
    /// A program that is too long or too wide to be read at once.
    LongProgram,
    /// An output that is too long to be predicted.
    LongOutput,
    /// A mental model without a rule.
    ModelWithoutRule,
    /// A rule of more than two sentences.
    LongRule,
    /// A question without an id of its author's.
    MissingId,
    /// A `predicted` without the program that would print it.
    PredictedWithoutProgram,
}

impl Code {
    /// All codes: those of the block language first, then those of `book.toml` and the engine, and
    /// those of the files of a book; then the lints.
    pub const ALL: [Code; 78] = [
        Code::UnclosedBlock,
        Code::FenceTooShort,
        Code::StrayFence,
        Code::SwallowedBlock,
        Code::UnclosedInBody,
        Code::UnbalancedHtml,
        Code::MalformedAttributes,
        Code::AttributesWithoutBraces,
        Code::UnknownAttribute,
        Code::DuplicateAttribute,
        Code::BadAttributeValue,
        Code::UnknownKind,
        Code::UnknownFence,
        Code::BacktickInTitle,
        Code::BlockInHtml,
        Code::IndentedBlock,
        Code::BlockInAdmonish,
        Code::ColonFence,
        Code::MisplacedPart,
        Code::NothingToReveal,
        Code::TwoTaskLists,
        Code::MixedChoices,
        Code::NoRightChoice,
        Code::OnlyRightChoices,
        Code::DuplicateChoice,
        Code::EmptyChoice,
        Code::PlainChoices,
        Code::RightChoiceDiffers,
        Code::WrongChoiceIsOutput,
        Code::RightChoiceUnlikeOutput,
        Code::FenceInChoiceLine,
        Code::DuplicateOutput,
        Code::OutputPending,
        Code::PredictedEqualsOutput,
        Code::PredictedEqualsChoice,
        Code::DuplicatePredicted,
        Code::AcceptsNothing,
        Code::UnmarkedOutput,
        Code::CounterWithoutProgram,
        Code::CounterEqualsProgram,
        Code::DuplicateProgram,
        Code::LateProgram,
        Code::LateChoices,
        Code::NoChoices,
        Code::LanguageAsTitle,
        Code::UnexpectedTitle,
        Code::DuplicateId,
        Code::UnknownId,
        Code::NestingTooDeep,
        Code::HeadingInBlock,
        Code::ParserPanic,
        Code::UnknownKey,
        Code::BadValue,
        Code::RunsEarlier,
        Code::MissingLabels,
        Code::AssetsNotLinked,
        Code::AssetsOutdated,
        Code::UntestedEngine,
        Code::MissingChapter,
        Code::UnreadableChapter,
        Code::MissingInclude,
        Code::UnlistedChapter,
        Code::AnswerBeforeQuestion,
        Code::TellingTitle,
        Code::AnswerInCallout,
        Code::UnexplainedChoice,
        Code::EmptyPredicted,
        Code::UnreachablePredicted,
        Code::FixChangesNothing,
        Code::UnusedAllow,
        Code::NoExplanation,
        Code::ChoiceWithoutFeedback,
        Code::LongProgram,
        Code::LongOutput,
        Code::ModelWithoutRule,
        Code::LongRule,
        Code::MissingId,
        Code::PredictedWithoutProgram,
    ];

    /// Its name, and whether it stops the build.
    fn facts(self) -> (&'static str, Severity) {
        match self {
            Code::UnclosedBlock => ("unclosed-block", Severity::Error),
            Code::FenceTooShort => ("fence-too-short", Severity::Error),
            Code::StrayFence => ("stray-fence", Severity::Error),
            Code::SwallowedBlock => ("swallowed-block", Severity::Error),
            Code::UnclosedInBody => ("unclosed-in-body", Severity::Error),
            Code::UnbalancedHtml => ("unbalanced-html", Severity::Error),
            Code::MalformedAttributes => ("malformed-attributes", Severity::Error),
            Code::AttributesWithoutBraces => ("attributes-without-braces", Severity::Error),
            Code::UnknownAttribute => ("unknown-attribute", Severity::Error),
            Code::DuplicateAttribute => ("duplicate-attribute", Severity::Error),
            Code::BadAttributeValue => ("bad-attribute-value", Severity::Error),
            Code::UnknownKind => ("unknown-kind", Severity::Error),
            Code::UnknownFence => ("unknown-fence", Severity::Warning),
            Code::BacktickInTitle => ("backtick-in-title", Severity::Error),
            Code::BlockInHtml => ("block-in-html", Severity::Error),
            Code::IndentedBlock => ("indented-block", Severity::Error),
            Code::BlockInAdmonish => ("block-in-admonish", Severity::Error),
            Code::ColonFence => ("colon-fence", Severity::Error),
            Code::MisplacedPart => ("misplaced-part", Severity::Error),
            Code::NothingToReveal => ("nothing-to-reveal", Severity::Error),
            Code::TwoTaskLists => ("two-task-lists", Severity::Error),
            Code::MixedChoices => ("mixed-choices", Severity::Error),
            Code::NoRightChoice => ("no-right-choice", Severity::Error),
            Code::OnlyRightChoices => ("only-right-choices", Severity::Error),
            Code::DuplicateChoice => ("duplicate-choice", Severity::Error),
            Code::EmptyChoice => ("empty-choice", Severity::Error),
            Code::PlainChoices => ("plain-choices", Severity::Error),
            Code::RightChoiceDiffers => ("right-choice-differs", Severity::Error),
            Code::WrongChoiceIsOutput => ("wrong-choice-is-output", Severity::Error),
            Code::RightChoiceUnlikeOutput => ("right-choice-unlike-output", Severity::Warning),
            Code::FenceInChoiceLine => ("fence-in-choice-line", Severity::Error),
            Code::DuplicateOutput => ("duplicate-output", Severity::Error),
            Code::OutputPending => ("output-pending", Severity::Warning),
            Code::PredictedEqualsOutput => ("predicted-equals-output", Severity::Error),
            Code::PredictedEqualsChoice => ("predicted-equals-choice", Severity::Error),
            Code::DuplicatePredicted => ("duplicate-predicted", Severity::Error),
            Code::AcceptsNothing => ("accepts-nothing", Severity::Error),
            Code::UnmarkedOutput => ("unmarked-output", Severity::Warning),
            Code::CounterWithoutProgram => ("counter-without-program", Severity::Warning),
            Code::CounterEqualsProgram => ("counter-equals-program", Severity::Error),
            Code::DuplicateProgram => ("duplicate-program", Severity::Error),
            Code::LateProgram => ("late-program", Severity::Warning),
            Code::LateChoices => ("late-choices", Severity::Warning),
            Code::NoChoices => ("no-choices", Severity::Error),
            Code::LanguageAsTitle => ("language-as-title", Severity::Error),
            Code::UnexpectedTitle => ("unexpected-title", Severity::Error),
            Code::DuplicateId => ("duplicate-id", Severity::Error),
            Code::UnknownId => ("unknown-id", Severity::Error),
            Code::NestingTooDeep => ("nesting-too-deep", Severity::Error),
            Code::HeadingInBlock => ("heading-in-block", Severity::Warning),
            Code::ParserPanic => ("parser-panic", Severity::Error),
            Code::UnknownKey => ("unknown-key", Severity::Error),
            Code::BadValue => ("bad-value", Severity::Error),
            Code::RunsEarlier => ("runs-earlier", Severity::Warning),
            Code::MissingLabels => ("missing-labels", Severity::Warning),
            Code::AssetsNotLinked => ("assets-not-linked", Severity::Error),
            Code::AssetsOutdated => ("assets-outdated", Severity::Error),
            Code::UntestedEngine => ("untested-engine", Severity::Warning),
            Code::MissingChapter => ("missing-chapter", Severity::Warning),
            Code::UnreadableChapter => ("unreadable-chapter", Severity::Error),
            Code::MissingInclude => ("missing-include", Severity::Error),
            Code::UnlistedChapter => ("unlisted-chapter", Severity::Warning),
            lint => (lint.lint_facts().0, Severity::Warning),
        }
    }

    /// The name of a lint, and its group.
    fn lint_facts(self) -> (&'static str, Group) {
        match self {
            Code::AnswerBeforeQuestion => ("answer-before-question", Group::Suspicious),
            Code::TellingTitle => ("telling-title", Group::Suspicious),
            Code::AnswerInCallout => ("answer-in-callout", Group::Suspicious),
            Code::UnexplainedChoice => ("unexplained-choice", Group::Suspicious),
            Code::EmptyPredicted => ("empty-predicted", Group::Suspicious),
            Code::UnreachablePredicted => ("unreachable-predicted", Group::Suspicious),
            Code::FixChangesNothing => ("fix-changes-nothing", Group::Suspicious),
            Code::UnusedAllow => ("unused-allow", Group::Suspicious),
            Code::NoExplanation => ("no-explanation", Group::Pedantic),
            Code::ChoiceWithoutFeedback => ("choice-without-feedback", Group::Pedantic),
            Code::LongProgram => ("long-program", Group::Pedantic),
            Code::LongOutput => ("long-output", Group::Pedantic),
            Code::ModelWithoutRule => ("model-without-rule", Group::Pedantic),
            Code::LongRule => ("long-rule", Group::Pedantic),
            Code::MissingId => ("missing-id", Group::Pedantic),
            Code::PredictedWithoutProgram => ("predicted-without-program", Group::Pedantic),
            other => unreachable!("{other:?} is no lint"),
        }
    }

    /// Its name, in kebab case; it never changes.
    pub fn name(self) -> &'static str {
        self.facts().0
    }

    /// Whether it stops the build.
    pub fn severity(self) -> Severity {
        self.facts().1
    }

    /// The code of this name.
    pub fn named(name: &str) -> Option<Code> {
        Code::ALL.into_iter().find(|code| code.name() == name)
    }

    /// Whether it is about `book.toml` or what that names, and not about a lesson.
    pub fn is_about_settings(self) -> bool {
        matches!(
            self,
            Code::UnknownKey
                | Code::BadValue
                | Code::RunsEarlier
                | Code::MissingLabels
                | Code::AssetsNotLinked
                | Code::AssetsOutdated
        )
    }

    /// The group of lints that it belongs to, if it is a lint: those are found where a book is
    /// checked, and in no build.
    pub fn group(self) -> Option<Group> {
        (self >= Code::AnswerBeforeQuestion).then(|| self.lint_facts().1)
    }

    /// Whether `allow=` of a block may silence it: a warning or a lint about what stands there.
    pub fn can_be_allowed(self) -> bool {
        let is_warning = matches!(
            self,
            Code::OutputPending
                | Code::RightChoiceUnlikeOutput
                | Code::CounterWithoutProgram
                | Code::LateProgram
                | Code::LateChoices
                | Code::UnmarkedOutput
                | Code::HeadingInBlock
        );
        is_warning || (self.group().is_some() && self != Code::UnusedAllow)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, Severity};

    #[test]
    fn every_code_stands_in_its_own_line_of_the_table() {
        for (at, code) in Code::ALL.into_iter().enumerate() {
            assert_eq!(code as usize, at, "{code}");
            assert_eq!(Code::named(code.name()), Some(code));
            assert_eq!(format!("{code:?}").to_lowercase(), code.name().replace('-', ""));
        }
        assert_eq!(Code::named("no-such-code"), None);
    }

    #[test]
    fn only_warnings_can_be_allowed() {
        for code in Code::ALL.into_iter().filter(|code| code.can_be_allowed()) {
            assert_eq!(code.severity(), Severity::Warning, "{code}");
        }
    }
}
