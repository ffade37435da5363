//! The languages whose programs are run without configuration.

mod bash;
mod c;
mod cpp;
mod go;
mod java;
mod javascript;
mod lua;
mod perl;
mod php;
mod python;
mod ruby;
mod rust;
mod sh;
mod sql;
mod typescript;

use std::sync::LazyLock;

use crate::runner::Runner;

static PRESETS: LazyLock<[Runner; 15]> = LazyLock::new(|| {
    [
        python::runner(),
        javascript::runner(),
        typescript::runner(),
        ruby::runner(),
        perl::runner(),
        php::runner(),
        lua::runner(),
        bash::runner(),
        sh::runner(),
        rust::runner(),
        c::runner(),
        cpp::runner(),
        go::runner(),
        java::runner(),
        sql::runner(),
    ]
});

/// All presets.
pub fn presets() -> &'static [Runner] {
    &*PRESETS
}

/// The preset for the language that `word` behind a fence means.
pub fn preset(word: &str) -> Option<&'static Runner> {
    presets().iter().find(|runner| runner.is_called(word))
}

impl Runner {
    /// Whether its tools, and what they are asked, are those of a preset.
    pub fn asks_as_preset(&self) -> bool {
        let asked = |runner: &Runner| {
            let steps = runner.steps().map(|step| (step.tools.clone(), step.probe.clone()));
            (steps.collect::<Vec<_>>(), runner.version.clone())
        };
        preset(&self.language).is_some_and(|preset| asked(preset) == asked(self))
    }
}

/// How programs are run in the language that `word` behind a fence means: by one of the book's
/// `own` runners, or by a preset.
pub fn for_language<'r>(word: &str, own: &'r [Runner]) -> Option<&'r Runner> {
    own.iter().find(|runner| runner.is_called(word)).or_else(|| preset(word))
}
