//! The `mdbook-predict` command; everything it does is in the library.

fn main() -> std::process::ExitCode {
    mdbook_predict::cmd::run()
}
