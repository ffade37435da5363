//! The style sheet and the script: how large they are, and how they become files.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::GzEncoder;
use mdbook_driver::MDBook;
use mdbook_predict::chapter::{Kind, Needs, Vocabulary, script, style};
use mdbook_predict::labels::{Labels, Use};
use mdbook_predict::linked::FILES;

use crate::support::{BookDir, checkout, quiet_preprocessor_table};

/// The size in bytes, as a server sends it.
fn compressed(text: &str) -> usize {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap().len()
}

#[test]
fn style_and_script_are_small() {
    for needs in Needs::all() {
        let (style, script) = (style(needs), script(needs));
        let (css, js) = (compressed(&style), compressed(script));
        // A page carries both, and is sent as one.
        let together = compressed(&(style + "\n" + script));
        let _ = writeln!(
            std::io::stderr(),
            "gzipped, {needs:?}: style {css}, script {js}, together {together}"
        );
        let rarer =
            needs.choices || needs.progress || needs.unknown || needs.counter || needs.after;
        let limit = if needs.texts && rarer { 16_600 } else { 14_000 };
        assert!(together <= limit, "{needs:?}: {together} bytes gzipped, more than {limit}");
    }
}

/// Files of another version stop the build of a book with lessons, and of no other.
#[test]
fn outdated_files_stop_the_build() {
    let toml = format!(
        "{}assets = \"linked\"\n[output.html]\nadditional-css = [\"predict.css\"]\n\
         additional-js = [\"predict.js\"]\n",
        quiet_preprocessor_table()
    );
    for (text, builds) in [("~~~takeaway\nt\n~~~\n", false), ("No lesson.\n", true)] {
        let book = BookDir::new(&toml, &[("a", text)]);
        for file in FILES {
            book.write(file.name, "of another version");
        }
        assert_eq!(MDBook::load(book.root()).unwrap().build().is_ok(), builds);
        // A version control may give them other line endings.
        for file in FILES {
            book.write(file.name, &file.text().replace('\n', "\r\n"));
        }
        MDBook::load(book.root()).unwrap().build().unwrap();
    }
}

/// The script says no word that is no label, and no label comes with pages for nothing.
#[test]
fn the_script_and_the_labels_know_each_other() {
    let labels = Labels::for_language("en");
    let mut known: Vec<&str> = Vec::new();
    // Read as they are written, for pages carry what was made of them.
    let folder = checkout().join("src/assets");
    let files = std::fs::read_dir(folder.join("predict")).unwrap();
    let files = files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
    let predict: String = files.collect();
    let progress = std::fs::read_to_string(folder.join("progress.js")).unwrap();
    let whole = predict.clone() + &progress;
    let everywhere = &[Use::Block, Use::Text, Use::Vocabulary, Use::Confidence][..];
    for (uses, script) in [(everywhere, &predict), (&[Use::Progress], &whole)] {
        let says = |key: &str| script.contains(&format!("\"{key}\""));
        // Some are put together of two words: when a program fails, or which list it is.
        let says_both = |(first, second): (&str, &str)| {
            says(first) && (says(second) || says(&format!("-{second}")))
        };
        known.extend(uses.iter().flat_map(|of| labels.of_use(*of)).map(|(key, _)| key));
        for call in ["word(\"", "button(\""] {
            for said in script.split(call).skip(1) {
                let key = said.split('"').next().unwrap();
                assert!(known.contains(&key), "no label `{key}` for this page in labels/label.rs");
            }
        }
        for key in &known {
            let is_said = says(key) || key.rsplit_once('-').is_some_and(says_both);
            assert!(is_said, "no script says `{key}`");
        }
    }
}

/// No callout goes without a colour of its own.
#[test]
fn every_callout_has_its_style() {
    for kind in Vocabulary::words().filter_map(Vocabulary::built_in) {
        if let Kind::Callout(_) = &kind {
            let class = format!(".predict-{}", kind.word());
            assert!(
                style(Needs::all().next().unwrap()).contains(&class),
                "no `{class}` in assets/predict.css"
            );
        }
    }
}
