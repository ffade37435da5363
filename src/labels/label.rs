//! What each label is for, its key, and who needs it.

/// Makes the labels, and the table of their keys and of who needs them, of one list.
macro_rules! labels {
    ($($(#[$doc:meta])* $label:ident: $key:literal, $of:ident;)*) => {
        /// A word or phrase of ours on the page.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Label {
            $($(#[$doc])* $label,)*
        }

        /// Each label, its key in `[preprocessor.predict.labels]` and in the files, and who needs
        /// it.
        pub(super) const TABLE: [(Label, &str, Use); [$($key),*].len()] =
            [$((Label::$label, $key, Use::$of)),*];
    };
}

labels! {
    /// The kind of a `predict` block.
    Predict: "predict", Page;
    /// The title of a `predict` block without one.
    Question: "question", Page;
    /// The situation.
    Setup: "setup", Page;
    /// A hint; its number follows.
    Hint: "hint", Page;
    /// The fold with the answer.
    Answer: "answer", Page;
    /// Standard output.
    Output: "output", Page;
    /// Standard error.
    ErrorOutput: "error-output", Page;
    /// Both streams.
    AllOutput: "all-output", Page;
    /// What the compiler says of a program that must not compile.
    CompilerMessage: "compiler-message", Page;
    /// The exit code; its number follows.
    ExitCode: "exit-code", Page;
    /// An output that is another one at each run.
    Varies: "varies", Page;
    /// An output with gaps.
    Gaps: "gaps", Page;
    /// An output that was proved; `{tool}` is what ran its program.
    Verified: "verified", Page;
    /// An output that is empty.
    Nothing: "nothing", Page;
    /// An output that nobody has written down yet.
    Pending: "pending", Page;
    /// Which choice is right; its letter follows.
    Right: "right", Page;
    /// What is said about a choice; its letter follows.
    Chosen: "chosen", Page;
    /// What is said about a prediction; it follows.
    Predicted: "predicted", Page;
    /// What is said about any other prediction.
    PredictedElse: "predicted-else", Page;
    /// What is said of another prediction that is right; it follows.
    Accepted: "accepted", Page;
    /// The caption of the program that a reader took the real one for.
    ReadThisProgram: "read-this-program", Page;
    /// Beside a line as it stands in the program.
    ItSays: "it-says", Page;
    /// Beside the line that a reader took it for.
    YouRead: "you-read", Page;
    /// In place of lines that both programs have: `{n}` of them.
    SameLines: "same-lines", Page;
    /// What a program is started with; the arguments follow.
    Arguments: "arguments", Page;
    /// What a program reads; the name of a file may follow.
    Input: "input", Page;
    /// When a callout opens: after the question `{title}`.
    After: "after-question", Page;
    /// The same where a title cannot be translated.
    AfterTheQuestion: "after-the-question", Page;
    /// The mechanism.
    Why: "why", Page;
    /// The corrected program.
    Fix: "fix", Page;
    /// The picture.
    MentalModel: "mental-model", Page;
    /// The rule.
    Rule: "rule", Page;
    /// Where the picture breaks.
    Limits: "limits", Page;
    /// How this fails in real systems.
    InPractice: "in-practice", Page;
    /// The common mistake.
    Mistake: "mistake", Page;
    /// The one sentence.
    Takeaway: "takeaway", Page;
    /// A block with a mistake.
    Broken: "broken", Page;
    /// The overview of a reader's predictions.
    Progress: "progress", Page;
    /// What is said about the predictions that were not the reader's.
    Others: "others", Block;
    /// The field for a prediction, or the choices.
    Field: "field", Block;
    /// The button that commits.
    Check: "check", Block;
    /// The keys that commit.
    Keys: "keys", Block;
    /// The button that skips.
    Show: "show", Block;
    /// Said to a reader who opens the answer too early.
    First: "first", Block;
    /// Said to a reader who commits to an empty field.
    Blank: "blank", Block;
    /// The verdict: the prediction is what happens.
    Same: "same", Block;
    /// The verdict: another form of what happens.
    Form: "other-form", Block;
    /// The verdict: something else, and no more is to be said.
    Differs: "differs", Block;
    /// The verdict: one line differs; `{lines}` is its number.
    DiffersLine: "differs-line", Block;
    /// The verdict: several lines differ; `{lines}` are their numbers.
    DiffersLines: "differs-lines", Block;
    /// The verdict: one line is missing, and no other differs.
    MissingLine: "missing-line", Block;
    /// The verdict: several lines are missing, and no other differs.
    MissingLines: "missing-lines", Block;
    /// The verdict: lines that are not printed, and no other differs.
    ExtraLines: "extra-lines", Block;
    /// Under the verdict: the one line that is right.
    KeptLine: "kept-line", Block;
    /// Under the verdict: the lines that are right.
    KeptLines: "kept-lines", Block;
    /// Under the verdict: what another form means.
    OnlyForm: "only-form", Block;
    /// The verdict: another choice; `{letters}` is the right one.
    ItIs: "it-is", Block;
    /// The verdict: other choices; `{letters}` are the right ones.
    TheyAre: "they-are", Block;
    /// The verdict: some of several choices; what each of them is follows.
    Partly: "partly", Block;
    /// A choice in that verdict that is right.
    LetterRight: "letter-right", Block;
    /// A choice in that verdict that is wrong.
    LetterWrong: "letter-wrong", Block;
    /// A choice in that verdict that was not chosen.
    LetterMissing: "letter-missing", Block;
    /// The mark of a choice: the reader's.
    YourChoice: "your-choice", Block;
    /// The mark of a choice: right, where the reader chose one.
    RightChoice: "right-choice", Block;
    /// The mark of a choice: the reader's, and right.
    YourRightChoice: "your-right-choice", Block;
    /// The mark of a choice: right, and the reader did not choose it.
    MissedChoice: "missed-choice", Block;
    /// The fold with what is said about a choice that was not the reader's.
    WhyNot: "why-not", Block;
    /// The verdict: no prediction.
    Skipped: "skipped", Block;
    /// The verdict where there is nothing to compare with.
    Uncompared: "uncompared", Block;
    /// The verdict: what happens, said in short.
    Short: "short", Block;
    /// The verdict: the output or the error is right, and not both.
    Part: "part", Block;
    /// Beside the field: how to predict an error.
    ErrorHint: "error-hint", Text;
    /// Partly right: the output, without the error behind it.
    PartRun: "part-run", Text;
    /// Partly right: no output, without the compiler's error.
    PartCompile: "part-compile", Text;
    /// Partly right: an error of another name.
    OtherError: "other-error", Text;
    /// Partly right: an error of the compiler's, where it fails while it runs.
    FailsLate: "fails-late", Text;
    /// Partly right: an error while it runs, where it does not compile.
    FailsEarly: "fails-early", Text;
    /// Partly right: the error, with another output.
    ErrorRight: "error-right", Text;
    /// Partly right: the output, with an error that does not happen.
    RunsOn: "runs-on", Text;
    /// Partly right: an exit code that is another one.
    OtherExit: "other-exit", Text;
    /// The verdict: an error that was not predicted, before anything is printed.
    Stops: "stops", Text;
    /// The verdict: an error that was not predicted, behind line `{lines}`.
    DiffersRun: "differs-run", Text;
    /// The verdict: an error of the compiler's that was not predicted.
    DiffersCompile: "differs-compile", Text;
    /// How words begin by which readers say that a program fails; commas between them.
    ErrorWords: "error-words", Vocabulary;
    /// The same for a program that does not compile.
    CompileWords: "compile-words", Vocabulary;
    /// The same for a program that fails while it runs.
    RunWords: "run-words", Vocabulary;
    /// Words that deny the error behind them.
    NoWords: "no-words", Vocabulary;
    /// Words for an output that is empty.
    NothingWords: "nothing-words", Vocabulary;
    /// Words between an output and what follows it.
    ThenWords: "then-words", Vocabulary;
    /// The button that overrules the verdict.
    Overrule: "overrule", Block;
    /// The verdict, overruled.
    Overruled: "overruled", Block;
    /// The button that takes the overruling back.
    Undo: "undo", Block;
    /// The caption of a committed prediction.
    YouPredicted: "you-predicted", Block;
    /// The caption of what is so, where no output says so alone; the real output in the notebook.
    WhatHappens: "what-happens", Block;
    /// Stands where a line of the other text has no partner.
    NoLine: "no-line", Block;
    /// Stands where the other text ends with an error.
    NoError: "no-error", Block;
    /// How a program ends that stops with an error; `{error}` is a line of its message.
    ThenStops: "then-stops", Block;
    /// How a program ends that does not compile; `{error}` is a line of the message.
    ThenCompile: "then-compile", Block;
    /// The label of what the author says about just this prediction.
    About: "about", Block;
    /// The sign of what only the prediction has.
    OnlyYours: "only-yours", Block;
    /// The sign of what only the output has.
    OnlyReal: "only-real", Block;
    /// The button for another prediction.
    Again: "again", Block;
    /// The button that deletes the records of a block.
    Forget: "forget", Block;
    /// The list of earlier predictions.
    Earlier: "earlier", Block;
    /// Said where the question was edited since.
    Changed: "changed", Block;
    /// Said under the last of several hints.
    LastHint: "last-hint", Block;
    /// Said above a question that is asked again; the date of the last prediction follows.
    PredictedOn: "predicted-on", Block;
    /// Asks whether the reader was right, where nothing can be compared.
    Own: "own", Block;
    /// The reader was right.
    OwnSame: "own-same", Block;
    /// The reader was not quite right.
    OwnDiffers: "own-differs", Block;
    /// Said beside a fold that has what was searched for.
    Hit: "hit", Block;
    /// Said where a record is to be changed that another window has forgotten.
    Gone: "gone", Block;
    /// Said when records were forgotten: `{n}` of them.
    Forgotten: "forgotten", Block;
    /// How many questions of the book are due: `{n}`; a link follows.
    DueInBook: "due-in-book", Block;
    /// The button after which nothing is asked a second time.
    LooksOff: "looks-off", Block;
    /// The button after which what is due is asked again.
    LooksOn: "looks-on", Block;
    /// How many questions of the chapter were predicted: `{n}` of `{m}`.
    Count: "count", Block;
    /// The link to what to look at again first.
    LookAgain: "look-again", Block;
    /// The button that deletes the records of a chapter.
    ForgetChapter: "forget-chapter", Block;
    /// Said where the browser keeps nothing.
    Unsaved: "unsaved", Block;
    /// Asks how sure the reader is.
    HowSure: "how-sure", Confidence;
    /// The least sure.
    Guess: "guess", Confidence;
    /// Less sure.
    Think: "think", Confidence;
    /// Sure.
    Sure: "sure", Confidence;
    /// Said to a reader who was sure and wrong.
    SureAndWrong: "sure-and-wrong", Confidence;
    /// The state of a question without a record.
    Unanswered: "unanswered", Progress;
    /// The questions that are due; they follow.
    Due: "due", Progress;
    /// When a question is due: every `{days}` days.
    Interval: "interval", Progress;
    /// Where the records are.
    Kept: "kept", Progress;
    /// The button that saves the records as a file.
    Export: "export", Progress;
    /// The button that loads records from a file.
    Import: "import", Progress;
    /// The button that saves a notebook to read.
    Notebook: "notebook", Progress;
    /// The title of the notebook.
    NotebookTitle: "notebook-title", Progress;
    /// Said when records were loaded: `{n}` of them.
    Imported: "imported", Progress;
    /// Said when a file has no records of this book.
    NotImported: "not-imported", Progress;
    /// The button that deletes the records of the book.
    ForgetBook: "forget-book", Progress;
}

/// Who needs a label.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Use {
    /// The page itself, without script.
    Page,
    /// The script, for every block.
    Block,
    /// The script, where a prediction is typed.
    Text,
    /// The same: lists of the words that readers use.
    Vocabulary,
    /// The script, where the reader is asked how sure the prediction is.
    Confidence,
    /// The script, for the overview of all predictions.
    Progress,
}
