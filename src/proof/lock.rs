//! The file of proofs, as text and as what it says.
//!
//! Every proof has a line of its own, and is looked up by its hash alone: a merge may keep the
//! lines of both sides, and what is moved or renamed stays proved.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde::Deserialize;
use toml::{Spanned, Value};

use crate::diagnostic::Span;

use super::hash::ProofHash;

/// The name of the file, in the directory of the book.
pub const LOCK_FILE: &str = "predict.lock";

/// The format that is written, and the newest one that is read.
const FORMAT: i64 = 1;

/// What the file begins with. The comment may change from version to version, and a merge may keep
/// both; what stands before it is the same on all sides, and so is never in a conflict.
const HEAD: &str = "\
format = 1
proofs = [
    # What `mdbook-predict verify` has proved by running it. Commit this file; after a merge,
    # the lines of both sides may stay. Nobody needs to edit it.
";

/// What has been proved.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// By what people see first, so that the text is always in the same order.
    proofs: BTreeMap<ProofKey, Proof>,
    /// One of those that have a hash.
    by_hash: HashMap<ProofHash, ProofKey>,
}

/// What tells two proofs apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct ProofKey {
    at: String,
    run: String,
    hash: ProofHash,
}

/// Where a program stands, and what its proof is looked up by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ProgramPlace {
    /// Its question, for people.
    pub at: String,
    /// What it is there for.
    pub run: &'static str,
    /// The hash.
    pub hash: ProofHash,
}

/// That a program did what is said of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The question of the program, for people.
    pub at: String,
    /// What the program is there for.
    pub run: String,
    /// What it is looked up by.
    pub hash: ProofHash,
    /// What ran it: each a tool, its version, and the system.
    pub with: BTreeSet<String>,
    /// What it was kept from.
    pub sandbox: Confinement,
    /// Where its hash stands in the text that it was read from, in bytes; empty where it is new.
    pub place: Span,
}

/// What a program was kept from when it was run.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confinement {
    /// Nothing.
    None,
    /// Some of what can be kept from programs.
    Partial,
    /// All of that.
    Full,
}

/// Why a text is no file of proofs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnreadableLock {
    /// It is in this format, which only a newer version of this program reads.
    Newer(i64, Span),
    /// Something in it is wrong.
    Malformed(String, Span),
}

impl Confinement {
    const NAMES: [(&str, Self); 3] =
        [("none", Self::None), ("partial", Self::Partial), ("full", Self::Full)];

    fn name(self) -> &'static str {
        Self::NAMES[self as usize].0
    }

    fn named(text: &str) -> Option<Self> {
        Self::NAMES.into_iter().find(|(name, _)| *name == text).map(|(_, it)| it)
    }
}

/// The file as TOML.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LockToml {
    format: Spanned<i64>,
    #[serde(default)]
    proofs: Vec<ProofToml>,
}

/// The format alone, whatever else there is.
#[derive(Deserialize)]
struct FormatToml {
    format: Spanned<i64>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProofToml {
    at: String,
    run: String,
    hash: Spanned<String>,
    with: BTreeSet<String>,
    sandbox: Spanned<String>,
}

impl Lock {
    /// The proofs in `text`. Those of one program in one place are taken as one.
    ///
    /// # Errors
    ///
    /// Where `text` is not what this version writes.
    pub fn parse(text: &str) -> Result<Self, UnreadableLock> {
        if let Some(place) = merge_mark(text) {
            let why = "a merge has left its marks in it";
            return Err(UnreadableLock::Malformed(why.to_owned(), place));
        }
        let malformed = |error: toml::de::Error| {
            UnreadableLock::Malformed(error.message().to_owned(), error.span().unwrap_or(0..0))
        };
        let read: Result<LockToml, _> = toml::from_str(text);
        let format = match &read {
            Ok(LockToml { format, .. }) => Some(format.clone()),
            Err(_) => toml::from_str(text).ok().map(|FormatToml { format }| format),
        };
        match format {
            Some(format) if *format.get_ref() > FORMAT => {
                return Err(UnreadableLock::Newer(*format.get_ref(), format.span()));
            }
            Some(format) if *format.get_ref() < FORMAT => {
                let why = "there is no such format".to_owned();
                return Err(UnreadableLock::Malformed(why, format.span()));
            }
            _ => {}
        }
        let LockToml { proofs, .. } = read.map_err(malformed)?;
        let mut lock = Lock::default();
        for proof in proofs {
            lock.add(proof.read()?);
        }
        Ok(lock)
    }

    /// Adds `proof`; what else is known of the same program in the same place stays. Of what
    /// several machines kept it from, the least is what is known.
    pub fn add(&mut self, proof: Proof) {
        let key = proof.key();
        self.by_hash.entry(proof.hash).or_insert_with(|| key.clone());
        match self.proofs.get_mut(&key) {
            Some(known) => {
                known.with.extend(proof.with);
                known.sandbox = known.sandbox.min(proof.sandbox);
            }
            None => drop(self.proofs.insert(key, proof)),
        }
    }

    /// Keeps the proofs for which `is_kept` is true.
    pub fn retain(&mut self, mut is_kept: impl FnMut(&Proof) -> bool) {
        self.proofs.retain(|_, proof| is_kept(proof));
        self.by_hash = self.proofs.keys().map(|key| (key.hash, key.clone())).collect();
    }

    /// The proofs that `other` lacks, in the order of the text.
    pub fn lacking_in<'l>(&'l self, other: &'l Lock) -> impl Iterator<Item = &'l Proof> {
        self.proofs().filter(|proof| other.find(proof.hash).is_none())
    }

    /// All proofs, in the order of the text.
    pub fn proofs(&self) -> impl Iterator<Item = &Proof> {
        self.proofs.values()
    }

    /// The proof that has this hash, wherever it was made.
    pub fn find(&self, hash: ProofHash) -> Option<&Proof> {
        self.by_hash.get(&hash).and_then(|key| self.proofs.get(key))
    }

    /// The proofs of what `run` is there for at a place.
    pub fn at(&self, at: &str, run: &str) -> Vec<&Proof> {
        let from = ProofKey { at: at.to_owned(), run: run.to_owned(), hash: ProofHash::FIRST };
        let here = self.proofs.range(from..).map(|(_, proof)| proof);
        here.take_while(|proof| proof.at == at && proof.run == run).collect()
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let lines = self.proofs().map(Proof::line);
        lines.fold(HEAD.to_owned(), |text, line| text + &line) + "]\n"
    }
}

/// The first line that a merge leaves where both sides differ.
fn merge_mark(text: &str) -> Option<Span> {
    let marks = ["<<<<<<< ", "=======", ">>>>>>> "];
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if marks.iter().any(|mark| line.starts_with(mark)) {
            return Some(start..start + line.trim_end().len());
        }
        start += line.len();
    }
    None
}

impl Proof {
    fn key(&self) -> ProofKey {
        ProofKey { at: self.at.clone(), run: self.run.clone(), hash: self.hash }
    }

    fn line(&self) -> String {
        let quoted = |text: &str| Value::String(text.to_owned()).to_string();
        let with: Vec<String> = self.with.iter().map(|tool| quoted(tool)).collect();
        format!(
            "    {{ at = {}, run = {}, hash = \"{}\", with = [{}], sandbox = \"{}\" }},\n",
            quoted(&self.at),
            quoted(&self.run),
            self.hash,
            with.join(", "),
            self.sandbox.name(),
        )
    }
}

impl ProofToml {
    fn read(self) -> Result<Proof, UnreadableLock> {
        let ProofToml { at, run, hash, with, sandbox } = self;
        let wrong = |what: &str, span| Err(UnreadableLock::Malformed(what.to_owned(), span));
        let is_strange = |text: &String| text.is_empty() || text.contains(char::is_control);
        if with.is_empty() || [&at, &run].into_iter().chain(&with).any(is_strange) {
            let what = "`at`, `run` and `with` have texts of one line each, which are not empty";
            return wrong(what, hash.span());
        }
        let Some(known_hash) = ProofHash::named(hash.get_ref()) else {
            return wrong("a hash has 32 digits, of 0 to 9 and a to f", hash.span());
        };
        let Some(confinement) = Confinement::named(sandbox.get_ref()) else {
            let what = "`sandbox` is one of `\"full\"`, `\"partial\"` and `\"none\"`";
            return wrong(what, sandbox.span());
        };
        let place = hash.span();
        Ok(Proof { at, run, hash: known_hash, with, sandbox: confinement, place })
    }
}

#[cfg(test)]
mod tests {
    use super::{Confinement, Lock, Proof, ProofHash, UnreadableLock};

    fn proof(at: &str, hash: u8, tool: &str) -> Proof {
        Proof {
            at: at.to_owned(),
            run: "predict".to_owned(),
            hash: ProofHash::named(&format!("{hash:032x}")).unwrap(),
            with: [tool.to_owned()].into(),
            sandbox: Confinement::Full,
            place: 0..0,
        }
    }

    fn lock(proofs: impl IntoIterator<Item = Proof>) -> Lock {
        let mut lock = Lock::default();
        proofs.into_iter().for_each(|proof| lock.add(proof));
        lock
    }

    #[test]
    fn a_lock_is_read_as_it_is_written() {
        let text =
            lock([proof("b.md#x", 1, "python 3.12 linux"), proof("a \"q\".md", 2, "b")]).text();
        assert_eq!(
            text,
            "format = 1\nproofs = [\n    # What `mdbook-predict verify` has proved by running it. \
             Commit this file; after a merge,\n    # the lines of both sides may stay. Nobody needs \
             to edit it.\n    { at = 'a \"q\".md', run = \"predict\", hash = \
             \"00000000000000000000000000000002\", with = [\"b\"], sandbox = \"full\" },\n    { \
             at = \"b.md#x\", run = \"predict\", hash = \"00000000000000000000000000000001\", with \
             = [\"python 3.12 linux\"], sandbox = \"full\" },\n]\n"
        );
        assert_eq!(Lock::parse(&text).unwrap().text(), text);
        assert_eq!(Lock::parse("format = 1").unwrap().text(), Lock::default().text());
        assert_eq!(Lock::parse(&text.replace('\n', "\r\n")).unwrap().text(), text);
    }

    #[test]
    fn lines_of_one_program_are_one() {
        let partly = Proof { sandbox: Confinement::None, ..proof("a", 1, "python 3.9 linux") };
        let two = lock([partly, proof("a", 1, "python 3.12 macos")]);
        let [one] = &two.proofs().collect::<Vec<_>>()[..] else { panic!("{two:?}") };
        assert_eq!((one.with.len(), one.sandbox), (2, Confinement::None));
    }

    #[test]
    fn proofs_are_found_by_hash_and_by_place() {
        let mut lock = lock([proof("a", 1, "x"), proof("a", 2, "x"), proof("b", 1, "x")]);
        let hash = |hash| proof("", hash, "").hash;
        assert_eq!(lock.find(hash(1)).unwrap().at, "a");
        assert_eq!(lock.find(hash(3)), None);
        assert_eq!(lock.at("a", "predict").len(), 2);
        assert_eq!(lock.at("a", "fix").len() + lock.at("c", "predict").len(), 0);
        lock.retain(|proof| proof.hash != hash(1));
        assert!(lock.find(hash(1)).is_none() && lock.find(hash(2)).is_some());
    }

    #[test]
    fn what_is_no_lock_is_refused_with_its_place() {
        let refused = |text: &str| Lock::parse(text).unwrap_err();
        assert_eq!(refused("format = 2\nproofs = 7"), UnreadableLock::Newer(2, 9..10));
        let line = lock([proof("a", 1, "x")]).text();
        for (text, message, at) in [
            (String::new(), "missing field `format`", ""),
            ("format = 1\nproof = []".to_owned(), "unknown field `proof`", "proof"),
            (line.replace("= \"0", "= \"g"), "a hash has 32 digits, of 0 to 9 and a to f", "\"g0"),
            (line.replace("full", "much"), "`sandbox` is one of", "\"much\""),
            (line.replace("with = [\"x\"], ", ""), "missing field `with`", "{ at"),
            (
                line.replace("proofs", "<<<<<<< HEAD\nproofs"),
                "a merge has left its marks in it",
                "<<<",
            ),
        ] {
            let UnreadableLock::Malformed(said, span) = refused(&text) else { panic!("{text}") };
            assert!(said.starts_with(message), "{said}");
            assert!(text[span.start..].starts_with(at), "{said}: {:?}", &text[span]);
        }
    }
}
