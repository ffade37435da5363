//! What pages say beside an output that is proved.

use mdbook_predict::chapter::{
    self, Delivery, Lessons, ProvedOutputs, Reading, Settings, Target, Translation, Writing,
};
use mdbook_predict::labels::{Label, Labels};

use crate::cases::golden;
use crate::support::{checkout, without_delivery};

/// The outputs of all programs but one, which nobody ran.
fn proved(lessons: &Lessons<'_>) -> ProvedOutputs {
    let mut proved = ProvedOutputs::default();
    for claim in lessons.programs() {
        let tools: &[&str] = match &*claim.question.id.as_ref().unwrap().value {
            "both" => &["Python 3.9", "Python 3.12"],
            "one" => &["C++"],
            _ => continue,
        };
        for output in claim.outputs {
            proved.add(output, tools.iter().map(|tool| (*tool).to_owned()).collect());
        }
    }
    proved
}

/// What becomes of the chapter with such outputs.
fn expanded(settings: &Settings, target: Target) -> String {
    let text = std::fs::read_to_string(checkout().join("tests/cases/show_proof/chapter.md"));
    let lessons = chapter::read(text.unwrap(), &Reading::default());
    assert!(lessons.diagnostics.is_empty(), "{:#?}", lessons.diagnostics);
    let writing = Writing {
        path: "chapter.md",
        target,
        translation: Translation::None,
        dialect: Reading::default().dialect,
        settings,
        delivery: &Delivery::new(settings),
        questions: &[],
        proved: &proved(&lessons),
    };
    chapter::write(&lessons, &writing).unwrap()
}

#[test]
fn a_proved_output_says_so() {
    let settings = Settings { shows_proof: true, ..Settings::default() };
    for (target, file) in [(Target::Html, "html.md"), (Target::Markdown, "markdown.md")] {
        let path = checkout().join("tests/cases/show_proof").join(file);
        golden(&without_delivery(&expanded(&settings, target)), &path);
    }
}

#[test]
fn no_output_says_so_unless_the_book_wants_it() {
    for target in [Target::Html, Target::Markdown] {
        let text = without_delivery(&expanded(&Settings::default(), target));
        assert!(!text.contains("verified") && !text.contains("3.12"), "{text}");
    }
}

/// It would give away that the program runs, so it is folded with the output.
#[test]
fn nothing_is_said_in_front_of_an_answer() {
    let settings = Settings { shows_proof: true, ..Settings::default() };
    let text = without_delivery(&expanded(&settings, Target::Html));
    let mut said = 0;
    for question in text.split("<div class=\"predict-question\">") {
        let (before, answer) =
            question.split_once("<details class=\"predict-answer\"").unwrap_or((question, ""));
        assert!(!before.contains("verified"), "{before}");
        said += answer.matches("verified").count();
    }
    assert_eq!(said, 4, "{text}");
}

#[test]
fn it_is_said_in_the_language_of_the_book() {
    let mut all = Vec::new();
    for language in Labels::languages() {
        let labels = Labels::for_language(language);
        let words = labels.get(Label::Verified).replace("{tool}", "C++");
        let settings = Settings { labels, shows_proof: true, ..Settings::default() };
        let text = expanded(&settings, Target::Html);
        assert_eq!(text.matches(&words).count(), 1, "{language}: {words}");
        assert!(!text.contains("{tool}"), "{language}");
        all.push(words);
    }
    let english = all.iter().filter(|words| words.starts_with("verified"));
    assert_eq!(english.count(), 1, "{all:?}");
}
