//! What a run changes in a file of proofs.

use std::collections::HashSet;

use super::hash::ProofHash;
use super::lock::{Lock, ProgramPlace, Proof};

/// What a run of a book's programs has shown.
#[derive(Clone, Debug, Default)]
pub struct LockUpdate {
    /// What it has proved.
    pub proved: Vec<Proof>,
    /// What it has found to be wrong.
    pub refuted: HashSet<ProofHash>,
    /// All programs of the book, whether they ran or not.
    pub programs: Vec<ProgramPlace>,
    /// Whether proofs go that no program needs.
    pub prunes: bool,
}

impl LockUpdate {
    /// `lock` after the run.
    #[must_use]
    pub fn apply(&self, lock: &Lock) -> Lock {
        let mut updated = lock.clone();
        updated.retain(|proof| !self.refuted.contains(&proof.hash));
        self.proved.iter().for_each(|proof| updated.add(proof.clone()));
        self.follow(&mut updated);
        let hashes = self.hashes();
        let replaced: HashSet<(&str, &str)> =
            self.proved.iter().map(|proof| (&*proof.at, &*proof.run)).collect();
        updated.retain(|proof| {
            // What stands there now has a proof of its own.
            let is_replaced = replaced.contains(&(&*proof.at, &*proof.run));
            hashes.contains(&proof.hash) || !(self.prunes || is_replaced)
        });
        updated
    }

    /// The places of the proofs that `lock` lacks, and of those that it is not to have any more.
    /// What has only moved is no difference.
    pub fn differences(&self, lock: &Lock) -> (Vec<String>, Vec<String>) {
        let after = self.apply(lock);
        let name = |proof: &Proof| format!("{} ({})", proof.at, proof.run);
        (after.lacking_in(lock).map(name).collect(), lock.lacking_in(&after).map(name).collect())
    }

    fn hashes(&self) -> HashSet<ProofHash> {
        self.programs.iter().map(|program| program.hash).collect()
    }

    /// Gives proofs the places that their programs have now.
    fn follow(&self, lock: &mut Lock) {
        let here: HashSet<(&str, &str, ProofHash)> =
            self.programs.iter().map(|it| (it.at.as_str(), it.run, it.hash)).collect();
        let moved: Vec<Proof> = self
            .programs
            .iter()
            .filter_map(|ProgramPlace { at, run, hash }| {
                let proof = lock.find(*hash)?.clone();
                Some(Proof { at: at.clone(), run: (*run).to_owned(), ..proof })
            })
            .collect();
        let hashes = self.hashes();
        lock.retain(|proof| {
            let is_here = here.contains(&(proof.at.as_str(), proof.run.as_str(), proof.hash));
            is_here || !hashes.contains(&proof.hash)
        });
        moved.into_iter().for_each(|proof| lock.add(proof));
    }
}

#[cfg(test)]
mod tests {
    use super::{Lock, LockUpdate, ProgramPlace, Proof, ProofHash};
    use crate::proof::Confinement;

    fn hash(number: u8) -> ProofHash {
        ProofHash::named(&format!("{number:032x}")).unwrap()
    }

    fn proof(at: &str, number: u8) -> Proof {
        Proof {
            at: at.to_owned(),
            run: "predict".to_owned(),
            hash: hash(number),
            with: ["sh linux".to_owned()].into(),
            sandbox: Confinement::Full,
            place: 0..0,
        }
    }

    /// The proofs of a book with these programs, of which those that are in `lock` were proved
    /// before, and those in `proved` are now.
    fn updated(
        lock: &[(&str, u8)],
        programs: &[(&str, u8)],
        proved: &[(&str, u8)],
        prunes: bool,
    ) -> Vec<(String, u8)> {
        let mut before = Lock::default();
        lock.iter().for_each(|(at, number)| before.add(proof(at, *number)));
        let update = LockUpdate {
            proved: proved.iter().map(|(at, number)| proof(at, *number)).collect(),
            programs: programs
                .iter()
                .map(|(at, number)| ProgramPlace {
                    at: (*at).to_owned(),
                    run: "predict",
                    hash: hash(*number),
                })
                .collect(),
            prunes,
            ..LockUpdate::default()
        };
        let number = |hash: ProofHash| u8::from_str_radix(&hash.to_string()[30..], 16).unwrap();
        let after = update.apply(&before);
        assert_eq!(update.apply(&after), after, "a second time changes nothing");
        after.proofs().map(|proof| (proof.at.clone(), number(proof.hash))).collect()
    }

    fn proofs(proofs: &[(&str, u8)]) -> Vec<(String, u8)> {
        proofs.iter().map(|(at, number)| ((*at).to_owned(), *number)).collect()
    }

    #[test]
    fn what_is_new_comes_and_what_it_replaces_goes() {
        let lock = [("a", 1), ("b", 2), ("gone", 9)];
        let programs = [("a", 3), ("b", 2)];
        assert_eq!(
            updated(&lock, &programs, &[("a", 3)], false),
            proofs(&[("a", 3), ("b", 2), ("gone", 9)])
        );
        assert_eq!(updated(&lock, &programs, &[], false), proofs(&lock));
        assert_eq!(updated(&lock, &programs, &[("a", 3)], true), proofs(&[("a", 3), ("b", 2)]));
    }

    #[test]
    fn proofs_follow_their_programs() {
        let lock = [("a", 1), ("b", 2)];
        assert_eq!(
            updated(&lock, &[("c", 1), ("b", 2)], &[], false),
            proofs(&[("b", 2), ("c", 1)])
        );
        let twice = [("a", 1), ("b", 2), ("z", 1)];
        assert_eq!(updated(&lock, &twice, &[], false), proofs(&twice));
    }

    #[test]
    fn what_is_refuted_goes_and_what_is_missing_is_named() {
        let mut lock = Lock::default();
        lock.add(proof("a", 1));
        lock.add(proof("b", 2));
        let update = LockUpdate {
            proved: vec![proof("c", 3)],
            refuted: [hash(1)].into(),
            programs: vec![ProgramPlace { at: "c".to_owned(), run: "predict", hash: hash(3) }],
            prunes: true,
        };
        let (missing, unneeded) = update.differences(&lock);
        assert_eq!(
            (&*missing, &*unneeded),
            (
                &["c (predict)".to_owned()][..],
                &["a (predict)".to_owned(), "b (predict)".to_owned()][..],
            )
        );
        assert_eq!(update.apply(&lock).find(hash(1)), None);
    }
}
