//! What a book makes of warnings and lints.

use std::collections::BTreeMap;

use super::code::Code;
use super::severity::{Group, Severity};

/// What becomes of a warning or a lint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Nobody hears of it.
    Allow,
    /// It is told.
    Warn,
    /// It is told, and as bad as an error where the book is checked.
    Deny,
}

impl Level {
    /// All levels, with their names.
    pub const ALL: [(&str, Level); 3] =
        [("allow", Level::Allow), ("warn", Level::Warn), ("deny", Level::Deny)];

    /// The level of this name.
    pub fn named(name: &str) -> Option<Level> {
        Level::ALL.into_iter().find(|(known, _)| *known == name).map(|(_, level)| level)
    }
}

impl Group {
    /// All groups, with their names.
    pub const ALL: [(&str, Group); 2] =
        [("suspicious", Group::Suspicious), ("pedantic", Group::Pedantic)];

    /// What becomes of its lints where a book does not say.
    fn usual_level(self) -> Level {
        match self {
            Group::Suspicious => Level::Warn,
            Group::Pedantic => Level::Allow,
        }
    }
}

/// The levels that a book sets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Levels {
    codes: BTreeMap<Code, Level>,
    groups: BTreeMap<Group, Level>,
}

impl Levels {
    /// Sets the level of a warning or a lint.
    pub fn set(&mut self, code: Code, level: Level) {
        self.codes.insert(code, level);
    }

    /// Sets the level of the lints in `group` that have none of their own.
    pub fn set_group(&mut self, group: Group, level: Level) {
        self.groups.insert(group, level);
    }

    /// What becomes of what has this code. No level makes less of an error.
    pub fn of(&self, code: Code) -> Level {
        if code.severity() == Severity::Error {
            return Level::Deny;
        }
        let of_group =
            |group: Group| self.groups.get(&group).copied().unwrap_or_else(|| group.usual_level());
        let own = self.codes.get(&code).copied();
        own.unwrap_or_else(|| code.group().map_or(Level::Warn, of_group))
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, Group, Level, Levels};

    #[test]
    fn a_code_comes_before_its_group_and_an_error_stays_one() {
        let mut levels = Levels::default();
        assert_eq!(levels.of(Code::LongRule), Level::Allow);
        assert_eq!(levels.of(Code::TellingTitle), Level::Warn);
        assert_eq!(levels.of(Code::LateProgram), Level::Warn);
        levels.set(Code::LongRule, Level::Warn);
        levels.set_group(Group::Pedantic, Level::Deny);
        levels.set(Code::UnclosedBlock, Level::Allow);
        assert_eq!(levels.of(Code::LongRule), Level::Warn);
        assert_eq!(levels.of(Code::LongOutput), Level::Deny);
        assert_eq!(levels.of(Code::TellingTitle), Level::Warn);
        assert_eq!(levels.of(Code::UnclosedBlock), Level::Deny);
    }
}
