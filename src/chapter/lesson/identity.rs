//! What a question is known by where its author gave it no id.

use sha2::{Digest as _, Sha256};

/// What a question is known by, whatever stands around it.
///
/// Readers' records and links into pages go by it, so it must be the same in every version of this
/// program: the digest of what a reader is asked, and how many equal ones stand before it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Identity {
    /// Of what the question is made.
    question: [u8; 32],
    /// How many equal questions without an author's id stand before it in the chapter.
    pub(crate) equals_before: usize,
}

/// How many digits of five bits a hash has.
const DIGITS: usize = 10;

/// The digits of RFC 4648. mdBook makes ids of headings in lower case, so none can meet these.
const BASE_32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

impl Identity {
    /// The identity of a question that is made of `fields`.
    pub(crate) fn of<'t>(fields: impl IntoIterator<Item = &'t str>) -> Self {
        let mut digest = Sha256::new();
        for field in fields {
            add(&mut digest, field);
        }
        Identity { question: digest.finalize().into(), equals_before: 0 }
    }

    /// The hash of the question and of the chapter at `path`, by which records know it.
    pub fn hash(&self, path: &str) -> String {
        let mut digest = Sha256::new();
        add(&mut digest, &path.replace('\\', "/"));
        digest.update(self.question);
        let digest = digest.finalize();
        let bits = digest[..8].iter().fold(0, |bits, &byte| bits << 8 | u64::from(byte));
        let digit = |at: usize| BASE_32[(bits >> (59 - 5 * at) & 31) as usize];
        (0..DIGITS).map(|at| char::from(digit(at))).collect()
    }

    /// What a record calls the question in the chapter at `path`: the hash, and a number where
    /// equal ones stand before it.
    pub fn name(&self, path: &str) -> String {
        let hash = self.hash(path);
        match self.equals_before {
            0 => hash,
            before => format!("{hash}-{}", before + 1),
        }
    }

    /// The id of the question in the page of the chapter at `path`.
    pub fn id(&self, path: &str) -> String {
        format!("predict-Q{}", self.name(path))
    }
}

/// Adds `field`, and how long it is, so that no two lists of fields come to the same. Line endings
/// do not count, those at the end not at all.
fn add(digest: &mut Sha256, field: &str) {
    let lines: Vec<&str> = field.trim_end_matches(['\r', '\n']).lines().collect();
    let field = lines.join("\n");
    digest.update((field.len() as u64).to_be_bytes());
    digest.update(field);
}

#[cfg(test)]
mod tests {
    use super::Identity;

    #[test]
    fn the_hash_is_for_ever() {
        let identity = Identity::of(["print(1)\n", "", "1"]);
        assert_eq!(identity.hash("a/b.md"), "36BUHY5MN7");
        assert_eq!(identity, Identity::of(["print(1)\r\n\r\n", "", "1\n"]));
        assert_eq!(identity.hash("a\\b.md"), identity.hash("a/b.md"));
        assert_ne!(identity.hash("a/b.md"), identity.hash("a.md"));
        assert_ne!(identity, Identity::of(["print(1)", "1", ""]));
        assert_ne!(identity, Identity::of([" print(1)", "", "1"]));
    }

    #[test]
    fn the_second_of_two_equal_ones_has_a_number() {
        let identity = Identity { equals_before: 1, ..Identity::of(["x"]) };
        assert_eq!(identity.id("a.md"), format!("predict-Q{}-2", identity.hash("a.md")));
    }
}
