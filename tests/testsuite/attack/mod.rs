//! The attack: hostile documents, each made from a seed, and what must be true of every one.
//!
//! Fragments of real Markdown stand between and inside blocks, in every container, among lines that
//! have broken something once. `cargo test attack` tries a fixed number of documents;
//! `ATTACK=3600 cargo test attack` tries new ones for that many seconds. What fails is shrunk and
//! shown with its seed. A case worth keeping goes into `tests/cases/attack/open`, its property and
//! its engine in a comment on its first line; who mends it moves it to `mended` beside it.

mod attempt;
mod maker;
mod page;
mod text;

use crate::law_3::PLACES;
use crate::support::checkout;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::ops::Range;
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

use attempt::{Attempt, OPEN, excuse, shrunk};
use maker::Stock;
use page::{ENGINES, Engine, differing};
use text::{Failure, PROPERTIES, caught, check_text};

/// What has been tried so far.
#[derive(Default)]
struct Tally {
    texts: usize,
    pages: BTreeMap<&'static str, usize>,
    /// What is excused, by property, engine and reason.
    excused: BTreeMap<(&'static str, &'static str, &'static str), usize>,
    /// What failed, by property and engine, and how often.
    failed: BTreeMap<(&'static str, &'static str), Vec<String>>,
}

/// How many failures of one kind are shrunk and shown.
const MOST_SHOWN: usize = 8;

impl Tally {
    fn note(&mut self, attempt: &Attempt, engine: Option<&Engine>, failure: &Failure) {
        let name = engine.map_or("text", |engine| engine.name);
        let check = |text: &str| match engine {
            Some(engine) => attempt.page_failure(text, engine),
            None => check_text(text).err(),
        };
        let fails =
            |text: &str| check(text).is_some_and(|found| found.property == failure.property);
        let open = OPEN.iter().find(|(property, _)| *property == failure.property);
        let excuse = open.map(|(_, why)| *why).or_else(|| excuse(&attempt.text, &fails));
        if let Some(reason) = excuse {
            *self.excused.entry((failure.property, name, reason)).or_insert(0) += 1;
            return;
        }
        let like = self.failed.entry((failure.property, name)).or_default();
        if like.len() >= MOST_SHOWN {
            like.push(String::new());
            return;
        }
        let small = shrunk(&attempt.text, &fails, Duration::from_secs(10));
        let small_failure = check(&small);
        let place = attempt.place.map_or("", |place| place.name);
        like.push(format!(
            "seed {} {place}\n=== document\n{:?}\n=== shrunk\n{small}\n=== shrunk, escaped\n{small:?}\n=== how\n{}\n",
            attempt.seed,
            attempt.text,
            small_failure.map_or_else(|| failure.how.clone(), |failure| failure.how)
        ));
    }

    /// Tries the documents of these seeds: all as text, a share of them as pages.
    fn attack(&mut self, seeds: Range<u64>, stock: &Stock) {
        let mut attempts: Vec<Attempt> = Vec::new();
        for seed in seeds {
            let [document, body] = Attempt::both(seed, stock);
            self.texts += 1;
            if let Err(failure) = check_text(&document.text) {
                self.note(&document, None, &failure);
            }
            if seed % 4 == 0 {
                attempts.extend([document, body]);
            }
        }
        for (engine, share) in ENGINES.iter().zip([1, 4]) {
            self.attack_pages(&attempts, engine, share);
        }
    }

    fn attack_pages(&mut self, attempts: &[Attempt], engine: &Engine, share: usize) {
        let mut pairs = Vec::new();
        for attempt in attempts.iter().step_by(share) {
            let pair = caught(|| attempt.pair(&attempt.text, engine)).ok().flatten();
            pairs.extend(pair.map(|pair| (attempt, pair)));
        }
        let chapters: Vec<String> = (pairs.iter())
            .flat_map(|(_, pair)| [pair.expected.clone(), pair.actual.clone()])
            .collect();
        let pages = (engine.render)(&chapters);
        *self.pages.entry(engine.name).or_insert(0) += chapters.len();
        for ((attempt, pair), pages) in pairs.iter().zip(pages.chunks(2)) {
            if let Some(failure) = differing(pair, pages) {
                self.note(attempt, Some(engine), &failure);
            }
        }
    }

    /// Everything, as text; the failures last.
    fn told(&self) -> String {
        let mut text = format!("{} documents, pages {:?}\n", self.texts, self.pages);
        for (excused, times) in &self.excused {
            let _ = writeln!(text, "excused {times}: {excused:?}");
        }
        for ((property, engine), cases) in &self.failed {
            let _ = writeln!(text, "\n##### {property} fails in {engine}, {} times", cases.len());
            cases.iter().take(MOST_SHOWN).for_each(|case| text.push_str(case));
        }
        text
    }
}

/// How many documents are tried where nobody asks for more.
const FIXED: u64 = 600;

/// The documents that are tried together.
const BATCH: u64 = 200;

#[test]
fn hostile_documents_do_no_harm() {
    let mut tally = Tally::default();
    match std::env::var("ATTACK").ok().and_then(|seconds| seconds.parse().ok()) {
        None => {
            let stock = Stock::fixed();
            (0..FIXED / BATCH).for_each(|at| tally.attack(at * BATCH..(at + 1) * BATCH, &stock));
        }
        Some(seconds) => {
            let stock = Stock::whole();
            let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
            let mut seed = u64::try_from(now.as_millis()).unwrap() << 20;
            let deadline = Instant::now() + Duration::from_secs(seconds);
            while Instant::now() < deadline {
                tally.attack(seed..seed + BATCH, &stock);
                seed += BATCH;
            }
        }
    }
    // Shown with `--nocapture`, and where it fails.
    println!("{}", tally.told());
    assert!(tally.failed.is_empty(), "see above");
}

/// The comment on the first line of a case: its property, its engine, and for a body its place.
struct Case {
    name: String,
    property: String,
    engine: Option<&'static Engine>,
    attempt: Attempt,
}

/// The cases of the folder `folder`.
fn cases(folder: &str) -> Vec<Case> {
    let folder = checkout().join("tests/cases/attack").join(folder);
    let mut paths: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| case(path)).collect()
}

fn case(path: &Path) -> Case {
    let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
    let whole = std::fs::read_to_string(path).unwrap();
    let (comment, text) = whole.split_once('\n').unwrap();
    let words = comment.strip_prefix("<!-- ").unwrap_or_else(|| panic!("no comment in {name}"));
    let (key, _) = words.split_once(':').unwrap_or_else(|| panic!("no reason in {name}"));
    let mut key = key.split(' ');
    let property = key.next().unwrap().to_owned();
    assert!(PROPERTIES.contains(&&*property), "{name} is of `{property}`, which is no property");
    let named = key.next().unwrap_or_default();
    let engine = ENGINES.iter().find(|engine| engine.name == named);
    assert!(engine.is_some() || named == "text", "{name}: `{named}` is no engine");
    let place = key.next().map(|name| PLACES.iter().find(|place| place.name == name).unwrap());
    assert_eq!(place.is_some(), property == "body", "{name}: a body has a place");
    let attempt = Attempt { seed: 0, text: text.to_owned(), place };
    Case { name, property, engine, attempt }
}

/// How the case fails its property.
fn case_failure(case: &Case) -> Option<Failure> {
    let text = &case.attempt.text;
    let found = match case.engine {
        Some(engine) => case.attempt.page_failure(text, engine),
        None => check_text(text).err(),
    };
    found.filter(|failure| failure.property == case.property)
}

/// Who mends a case is told here to move it.
#[test]
fn open_cases_still_fail() {
    for case in cases("open") {
        let failure = case_failure(&case);
        assert!(failure.is_some(), "{} holds now: move it to `mended`", case.name);
    }
}

#[test]
fn mended_cases_hold() {
    for case in cases("mended") {
        let failure = case_failure(&case);
        assert!(failure.is_none(), "{}: {failure:?}", case.name);
    }
}
