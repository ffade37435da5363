//! A report for programs: JSON, whose schema has a version and is in the guide.

pub mod v1;
