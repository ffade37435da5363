//! Java.

use crate::runner::{Runner, Step};

/// The file has the name of the public class, and the class with `main` is run. Programs are short:
/// the quick compiler of the virtual machine is all they need, and half a gigabyte.
pub(super) fn runner() -> Runner {
    let run = [
        "-Xshare:auto",
        "-XX:TieredStopAtLevel=1",
        "-XX:+UseSerialGC",
        "-XX:-UsePerfData",
        "-Xmx512m",
        "-cp",
        ".",
        "{class}",
    ];
    let run = Step::new(&["java"], &run)
        .probe_for("java.home", &["{tool}", "-XshowSettings:properties", "-version"]);
    let compile = [
        "-J-Xshare:auto",
        "-J-XX:TieredStopAtLevel=1",
        "-J-XX:+UseSerialGC",
        "-J-XX:-UsePerfData",
        "-encoding",
        "UTF-8",
        "-d",
        ".",
        "{file}",
    ];
    let compile = Step::new(&["javac"], &compile)
        .probe_for("java.home", &["{tool}", "-J-XshowSettings:properties", "-version"]);
    let runner = Runner::preset("java", &[], "{class}.java", run);
    Runner { compile: Some(compile), ..runner }.version(&["{tool}", "-version"])
}
