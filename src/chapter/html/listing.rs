//! The list of a book's questions.

use super::Writer;
use crate::chapter::lesson::{Block, Piece};
use crate::chapter::overview;
use crate::chapter::page::literal;
use crate::chapter::tag::{Attributes, escaped};

impl Writer<'_> {
    /// The list of the book's questions, to which the script adds what the reader answered.
    pub(super) fn progress(&mut self, block: &Block, pieces: &[Piece]) {
        let label = self.kind_label(block.kind).to_owned();
        let attributes = Attributes::default()
            .class("predict-progress", &block.classes)
            .maybe("id", block.id.as_deref())
            .with("aria-label", &label)
            .with("data-predict-book", &self.options.book_id);
        self.page.lines(&format!("<section{}>", attributes.0));
        self.heading(Some(&label), &block.title);
        self.pieces(pieces);
        for chapter in self.options.overview.iter().filter(|c| !c.questions.is_empty()) {
            self.questions(chapter);
        }
        self.page.lines("</section>");
    }

    fn questions(&mut self, chapter: &overview::Chapter) {
        let name = escaped(&chapter.name);
        self.page.lines(&format!("<p class=\"predict-chapter\">{name}</p>"));
        let attributes = Attributes::default()
            .with("class", "predict-index")
            .with("role", "list")
            .with("data-predict-chapter-name", &chapter.name);
        self.page.lines(&format!("<ul{}>", attributes.0));
        let way = overview::way(self.path, &chapter.path);
        for question in &chapter.questions {
            let attributes = Attributes::default()
                .with("data-predict-chapter", &chapter.path)
                .with("data-predict-name", &question.name)
                .with("data-predict-hash", &question.hash);
            self.page.lines(&format!("<li{}>", attributes.0));
            let (title, way) = (literal(&question.title), literal(&way));
            self.page.lines(&format!("[{title}](<{way}#{}>)", literal(&question.id)));
            self.page.lines("</li>");
        }
        self.page.lines("</ul>");
    }
}
