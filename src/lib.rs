//! mdbook-predict: lessons for mdBook that make readers predict before they look.
pub mod book;
pub mod chapter;
pub mod cmd;
pub mod config;
pub mod diagnostic;
pub mod labels;
pub mod order;
pub mod preprocessor;
pub mod report;
pub mod splice;
