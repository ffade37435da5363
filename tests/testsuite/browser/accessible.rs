//! accessible
