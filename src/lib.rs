//! mdbook-predict: lessons for mdBook that make readers predict before they look.
//!
//! The library exists for the command of the same name, for programs that drive mdBook in their own
//! process ([`cmd::PredictPreprocessor`]), and for the tests; it promises no stability.
//!
//! # The house
//!
//! A book goes through the modules in this order:
//!
//! 1. [`cmd`] is the edge: arguments, standard streams, exit codes, and mdBook's `Preprocessor`
//!    trait. Nobody else prints. `main` calls it and does nothing else.
//! 2. [`book`] finds the chapters in the JSON that mdBook sends, without reading the rest of it, or
//!    in the directory of a book.
//! 3. [`book_toml`] is the book's configuration with the place of every key. From it [`config`]
//!    reads `[preprocessor.predict]`, [`order`] finds preprocessors that run too early, and
//!    [`linked`] style sheets and scripts that are not those of this version; [`labels`] has the
//!    words that readers see, by language, and [`runner`] the commands that run their programs.
//! 4. [`chapter`] reads the lessons of one chapter, and writes them as what readers get. It is
//!    pure: text in; lessons, text and diagnostics out. Its own steps are in its module doc.
//! 5. [`proof`] has what lessons say of programs, and looks up what was proved of that. It is pure
//!    as well.
//! 6. [`splice`] puts what was written into the chapter, and [`book`] that into the JSON. What
//!    nobody edited is copied, never written again, and each chapter is given away as it finishes.
//! 7. [`report`] has each [`diagnostic`] in the order in which it is to be read, with the text that
//!    its byte offsets count in, and makes text of them.
//!
//! For authors, `setup` edits the files of a book, `book.toml` and `SUMMARY.md`, as text, and
//! `template` has the lessons that they start from; [`cmd`] writes what comes of it.
//!
//! `file` reads what a book names, where that is a regular file.
//!
//! What readers get as style and script is in `assets/made`. A test makes it of the other files
//! there (`tests/testsuite/made.rs`): `predict.css`, the files of `predict/`, for questions with
//! choices `choices.css`, and for the overview of a book `progress.css` and `progress.js`.
//!
//! [`preprocessor`] holds these together for a whole book; both entrances, the command and the
//! trait, meet there. [`check`] reads a book in its directory with it, and writes nothing; [`lint`]
//! tells it what is against good practice in lessons that have no mistake. [`fix`] tries on the
//! texts what takes mistakes away, and puts into them what programs print; [`list`] says which
//! blocks there are.
//!
//! [`verify`] runs the programs of lessons, in a sandbox where the system has one, and compares
//! what happens with what stands in the book; its own steps are in its module doc.
//!
//! # What is always true
//!
//! - A book without blocks comes out byte for byte, and in other books only the blocks change.
//! - A build starts no process and writes no file; commands that write are called by hand, and only
//!   [`verify`] starts processes.
//! - Arrows go one way: `main → cmd → {check, fix, list, verify} → {preprocessor, setup} → {book,
//!   lint, linked, order, proof, report} → config → {chapter, book_toml} → {splice, diagnostic,
//!   labels, file, runner}`, and over a step to what comes after it. A test holds the list
//!   (`tests/testsuite/tidy.rs`).
//! - There are three kinds of wrong: the author's mistake is a [`diagnostic::Diagnostic`],
//!   collected for all chapters; the world's failure is an error that says what to do; ours is an
//!   assertion.

pub mod book;
pub mod book_toml;
pub mod chapter;
pub mod check;
pub mod cmd;
pub mod config;
pub mod diagnostic;
mod file;
pub mod fix;
pub mod labels;
pub mod linked;
pub mod lint;
pub mod list;
pub mod order;
pub mod preprocessor;
pub mod proof;
pub mod report;
pub mod runner;
pub mod setup;
pub mod splice;
pub mod template;
pub mod verify;
