//! What is found in a book while its programs are gathered, run and judged.

use crate::diagnostic::{Diagnostic, proofs};
use crate::preprocessor::ChapterLessons;
use crate::proof::{Lock, LockUpdate};
use crate::report::{Document, Finding, Report};

/// What was found, with the texts that it points into.
#[derive(Default)]
pub(super) struct FoundInBook {
    pub(super) findings: Vec<Finding>,
    documents: Vec<Document>,
}

impl FoundInBook {
    pub(super) fn add(&mut self, document: Document, found: impl IntoIterator<Item = Diagnostic>) {
        let document_number = Some(self.documents.len());
        let found = found.into_iter();
        self.findings
            .extend(found.map(|diagnostic| Finding { diagnostic, document: document_number }));
        self.documents.push(document);
    }

    /// Adds that `lock` is not what `update` makes of it, where that is so.
    pub(super) fn add_outdated(&mut self, update: &LockUpdate, lock: &Lock) {
        let (missing, unneeded) = update.differences(lock);
        if !missing.is_empty() || !unneeded.is_empty() {
            let diagnostic = proofs::outdated_lock(&missing, &unneeded);
            self.findings.push(Finding { diagnostic, document: None });
        }
    }

    /// Adds what was found in `chapters`, each with the number of its own, and the links of these
    /// that bring nothing.
    pub(super) fn add_in_chapters(
        &mut self,
        chapters: &[ChapterLessons],
        found: impl IntoIterator<Item = (usize, Diagnostic)>,
    ) {
        let mut of_chapters: Vec<Vec<Diagnostic>> = vec![Vec::new(); chapters.len()];
        for (number, mistake) in found {
            of_chapters[number].push(mistake);
        }
        for (chapter, own) in chapters.iter().zip(of_chapters) {
            self.add(chapter.document.clone(), own);
            chapter.missing.clone().into_iter().for_each(|(file, missing)| self.add(file, missing));
        }
    }

    /// The same in the order of the files; `unseen` are preprocessors that were not run.
    pub(super) fn into_report(self, unseen: Vec<String>) -> Report {
        let FoundInBook { findings, documents } = self;
        let mut report = Report { findings, documents, unseen, ..Report::default() };
        report.sort();
        report.merge();
        report
    }
}
