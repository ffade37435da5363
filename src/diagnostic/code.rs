//! The codes: the names by which an author looks a mistake up, and silences a warning or a lint.

use std::fmt;

use super::severity::{Group, Severity};

use Rank::{Error, Pedantic, Suspicious, Warning};

/// What a code is: an error, a warning, or a lint of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rank {
    Error,
    Warning,
    Suspicious,
    Pedantic,
}

/// Makes the codes of a table: for each what it is about, its name, and what it is.
macro_rules! codes {
    ($($(#[$about:meta])* $code:ident = $name:literal is $rank:ident;)*) => {
        /// A kind of mistake.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $($(#[$about])* $code,)*
        }

        impl Code {
            /// All codes: those of the block language first, then those of `book.toml` and the
            /// engine, those of the files of a book, those of programs that are run, and those of
            /// their proofs; then the lints.
            pub const ALL: [Code; [$($name),*].len()] = [$(Code::$code),*];

            /// Its name, in kebab case; it never changes.
            pub fn name(self) -> &'static str {
                match self {
                    $(Code::$code => $name,)*
                }
            }

            fn rank(self) -> Rank {
                match self {
                    $(Code::$code => $rank,)*
                }
            }
        }
    };
}

codes! {
    // The block language.
    /// A block that is never closed.
    UnclosedBlock = "unclosed-block" is Error;
    /// An outer fence that is no longer than a fence inside it.
    FenceTooShort = "fence-too-short" is Error;
    /// A line of fence characters that closes nothing.
    StrayFence = "stray-fence" is Error;
    /// Code that takes the block below it for code.
    SwallowedBlock = "swallowed-block" is Error;
    /// A fence or raw HTML that is open at the end of a block.
    UnclosedInBody = "unclosed-in-body" is Error;
    /// Raw HTML that opens or closes an element on one side of a block's border only.
    UnbalancedHtml = "unbalanced-html" is Error;
    /// Braces that are no attribute list.
    MalformedAttributes = "malformed-attributes" is Error;
    /// Attributes that stand outside of braces.
    AttributesWithoutBraces = "attributes-without-braces" is Error;
    /// An attribute that there is not.
    UnknownAttribute = "unknown-attribute" is Error;
    /// The same attribute twice.
    DuplicateAttribute = "duplicate-attribute" is Error;
    /// A value that an attribute cannot have.
    BadAttributeValue = "bad-attribute-value" is Error;
    /// A word that is nearly a kind.
    UnknownKind = "unknown-kind" is Error;
    /// A fence of tildes outside of blocks whose word is neither a kind nor a language.
    UnknownFence = "unknown-fence" is Warning;
    /// A title with a backtick after a fence of backticks.
    BacktickInTitle = "backtick-in-title" is Error;
    /// A block that is part of the raw HTML above it.
    BlockInHtml = "block-in-html" is Error;
    /// A block that is indented so far that it is code or text.
    IndentedBlock = "indented-block" is Error;
    /// A block in a fence that is for mdbook-admonish.
    BlockInAdmonish = "block-in-admonish" is Error;
    /// A line of colons where a block was to open or close.
    ColonFence = "colon-fence" is Error;
    /// A part outside its place.
    MisplacedPart = "misplaced-part" is Error;
    /// A `predict` block without an answer.
    NothingToReveal = "nothing-to-reveal" is Error;
    /// Two lists of choices.
    TwoTaskLists = "two-task-lists" is Error;
    /// A list with choices and plain items.
    MixedChoices = "mixed-choices" is Error;
    /// Choices without a right one.
    NoRightChoice = "no-right-choice" is Error;
    /// Choices without a wrong one.
    OnlyRightChoices = "only-right-choices" is Error;
    /// The same choice twice.
    DuplicateChoice = "duplicate-choice" is Error;
    /// A choice that says nothing.
    EmptyChoice = "empty-choice" is Error;
    /// A list that looks like choices and is none.
    PlainChoices = "plain-choices" is Error;
    /// A right choice, given as an output, that is not the output.
    RightChoiceDiffers = "right-choice-differs" is Error;
    /// A choice that is marked as wrong and is the output.
    WrongChoiceIsOutput = "wrong-choice-is-output" is Error;
    /// A right choice that is one value, next to an output that is another.
    RightChoiceUnlikeOutput = "right-choice-unlike-output" is Warning;
    /// An `output` fence behind `- [ ]` instead of under it.
    FenceInChoiceLine = "fence-in-choice-line" is Error;
    /// Two outputs for one stream.
    DuplicateOutput = "duplicate-output" is Error;
    /// An output that nobody has written down yet.
    OutputPending = "output-pending" is Warning;
    /// A reply to what is really printed.
    PredictedEqualsOutput = "predicted-equals-output" is Error;
    /// A reply to a choice that has its own feedback.
    PredictedEqualsChoice = "predicted-equals-choice" is Error;
    /// Two replies to the same output.
    DuplicatePredicted = "duplicate-predicted" is Error;
    /// An `accepted` without an output.
    AcceptsNothing = "accepts-nothing" is Error;
    /// Lines that a `predicted` begins with and that are no output.
    UnmarkedOutput = "unmarked-output" is Warning;
    /// A counter-program in a question without a program.
    CounterWithoutProgram = "counter-without-program" is Warning;
    /// A counter-program that is the program.
    CounterEqualsProgram = "counter-equals-program" is Error;
    /// Two fences that are marked as the program.
    DuplicateProgram = "duplicate-program" is Error;
    /// A program behind the output of a question that has none.
    LateProgram = "late-program" is Warning;
    /// Choices behind the output of a question that has none.
    LateChoices = "late-choices" is Warning;
    /// `input=choice` without choices.
    NoChoices = "no-choices" is Error;
    /// A language where the title of a block stands.
    LanguageAsTitle = "language-as-title" is Error;
    /// A title on something that has none.
    UnexpectedTitle = "unexpected-title" is Error;
    /// An id that a block or a heading has already.
    DuplicateId = "duplicate-id" is Error;
    /// A callout that waits for a question that there is not.
    UnknownId = "unknown-id" is Error;
    /// A block in too many others.
    NestingTooDeep = "nesting-too-deep" is Error;
    /// A heading inside a block.
    HeadingInBlock = "heading-in-block" is Warning;
    /// A text that makes the Markdown parser panic.
    ParserPanic = "parser-panic" is Error;
    // `book.toml` and the engine.
    /// A key of `book.toml` that there is not.
    UnknownKey = "unknown-key" is Error;
    /// A value that a key of `book.toml` cannot have.
    BadValue = "bad-value" is Error;
    /// A preprocessor that runs before this one.
    RunsEarlier = "runs-earlier" is Warning;
    /// Labels that the book's language has no words for.
    MissingLabels = "missing-labels" is Warning;
    /// A file that the book says it links, and does not.
    AssetsNotLinked = "assets-not-linked" is Error;
    /// A linked file that is not the one of this version.
    AssetsOutdated = "assets-outdated" is Error;
    /// An engine that this version was not tested with.
    UntestedEngine = "untested-engine" is Warning;
    // The files of a book.
    /// A chapter that `SUMMARY.md` names and that is not there yet.
    MissingChapter = "missing-chapter" is Warning;
    /// A chapter that cannot be read.
    UnreadableChapter = "unreadable-chapter" is Error;
    /// A link to a file that cannot be included.
    MissingInclude = "missing-include" is Error;
    /// A file with blocks that `SUMMARY.md` does not name.
    UnlistedChapter = "unlisted-chapter" is Warning;
    // Programs that are run.
    /// An output that the program does not print.
    OutputDiffers = "output-differs" is Error;
    /// A program that prints to a stream of which no output says anything.
    UnclaimedOutput = "unclaimed-output" is Error;
    /// A program that ends in another way than its outputs say.
    ExitDiffers = "exit-differs" is Error;
    /// A program that does not end in time.
    TimedOut = "timed-out" is Error;
    /// A program that prints too much.
    PrintedTooMuch = "printed-too-much" is Error;
    /// A program that does not compile.
    DoesNotCompile = "does-not-compile" is Error;
    /// A program that compiles, and was not to.
    Compiles = "compiles" is Error;
    /// A counter-program that does not print what was predicted.
    CounterProgramDiffers = "counter-program-differs" is Error;
    /// An `accepted` that the program does not print.
    AcceptedDiffers = "accepted-differs" is Error;
    /// An output that is another one when the program runs again.
    OutputVaries = "output-varies" is Error;
    /// A program that nobody can run.
    NoRunner = "no-runner" is Error;
    /// An output for which nothing can be run.
    OutputWithoutProgram = "output-without-program" is Warning;
    /// A mark for rustdoc that the outputs of a program contradict.
    ContradictingMark = "contradicting-mark" is Error;
    // What has been proved.
    /// A program that nobody has run.
    NeverProved = "never-proved" is Warning;
    /// A program that was proved when it was another one.
    ChangedSinceProved = "changed-since-proved" is Warning;
    /// A program whose proof cannot be looked up.
    NotCheckable = "not-checkable" is Warning;
    /// A proof that no program needs.
    UnneededProof = "unneeded-proof" is Warning;
    /// A file of proofs that cannot be read.
    UnreadableLock = "unreadable-lock" is Error;
    /// A file of proofs that a newer version wrote.
    NewerLock = "newer-lock" is Error;
    /// A file of proofs that is not what would be written.
    OutdatedLock = "outdated-lock" is Error;
    // Lints.
    /// The answer stands in the open before its question, or in its program.
    AnswerBeforeQuestion = "answer-before-question" is Suspicious;
    /// A title or a caption that tells before the answer that something is wrong.
    TellingTitle = "telling-title" is Suspicious;
    /// A callout in the open behind a question that has its output.
    AnswerInCallout = "answer-in-callout" is Suspicious;
    /// A wrong choice that nothing is said about, there or in an explanation.
    UnexplainedChoice = "unexplained-choice" is Suspicious;
    /// A `predicted` that says nothing.
    EmptyPredicted = "empty-predicted" is Suspicious;
    /// A reply to what no reader can answer.
    UnreachablePredicted = "unreachable-predicted" is Suspicious;
    /// A `fix` that prints what the broken program prints.
    FixChangesNothing = "fix-changes-nothing" is Suspicious;
    /// An `allow` that silences nothing.
    UnusedAllow = "unused-allow" is Suspicious;
    /// An answer that is an output and no word more.
    NoExplanation = "no-explanation" is Pedantic;
    /// A wrong choice that only the explanation of the whole is about.
    ChoiceWithoutFeedback = "choice-without-feedback" is Pedantic;
    /// A program that is too long or too wide to be read at once.
    LongProgram = "long-program" is Pedantic;
    /// An output that is too long to be predicted.
    LongOutput = "long-output" is Pedantic;
    /// A mental model without a rule.
    ModelWithoutRule = "model-without-rule" is Pedantic;
    /// A rule of more than two sentences.
    LongRule = "long-rule" is Pedantic;
    /// A question without an id of its author's.
    MissingId = "missing-id" is Pedantic;
    /// A `predicted` without the program that would print it.
    PredictedWithoutProgram = "predicted-without-program" is Pedantic;
}

impl Code {
    /// Whether it stops the build.
    pub fn severity(self) -> Severity {
        match self.rank() {
            Error => Severity::Error,
            Warning | Suspicious | Pedantic => Severity::Warning,
        }
    }

    /// The code of this name.
    pub fn named(name: &str) -> Option<Code> {
        Code::ALL.into_iter().find(|code| code.name() == name)
    }

    /// Whether it is about `book.toml`, what that names, or the file of proofs, and not about a
    /// lesson.
    pub fn is_about_settings(self) -> bool {
        self.is_about_lock()
            || matches!(
                self,
                Code::UnknownKey
                    | Code::BadValue
                    | Code::RunsEarlier
                    | Code::MissingLabels
                    | Code::AssetsNotLinked
                    | Code::AssetsOutdated
            )
    }

    /// Whether it is the key `unproved` that says what becomes of it.
    pub fn is_set_by_unproved(self) -> bool {
        matches!(self, Code::NeverProved | Code::ChangedSinceProved | Code::NotCheckable)
    }

    /// Whether it says that nobody knows what is proved.
    pub fn is_about_lock(self) -> bool {
        matches!(self, Code::UnreadableLock | Code::NewerLock)
    }

    /// The group of lints that it belongs to, if it is a lint: those are found where a book is
    /// checked, and in no build.
    pub fn group(self) -> Option<Group> {
        match self.rank() {
            Suspicious => Some(Group::Suspicious),
            Pedantic => Some(Group::Pedantic),
            Error | Warning => None,
        }
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
