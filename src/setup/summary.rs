//! `SUMMARY.md` with one more chapter.

use super::lines;

/// `text` with a link to the chapter at `path`, which is relative to the file: as the last item of
/// its last list, written as the items there are. Nothing where it has that chapter.
pub fn with_chapter(text: &str, title: &str, path: &str) -> Option<String> {
    if is_listed(text, path) {
        return None;
    }
    let ending = lines::ending(text);
    let link = link(title, path);
    let Some((end, start_of_line)) = last_item(text) else {
        let apart = if text.is_empty() || text.ends_with("\n\n") { "" } else { ending };
        let end = if text.is_empty() || text.ends_with('\n') { "" } else { ending };
        return Some(format!("{text}{end}{apart}- {link}{ending}"));
    };
    let (above, below) = text.split_at(end);
    let end = if above.ends_with('\n') { "" } else { ending };
    Some(format!("{above}{end}{start_of_line}{link}{ending}{below}"))
}

/// Whether some link leads to `path`, however it is written.
fn is_listed(text: &str, path: &str) -> bool {
    let targets = text.split("](").skip(1).filter_map(|rest| rest.split([')', '\n']).next());
    let bare = |target: &str| {
        let target = target.trim().trim_start_matches('<').trim_end_matches('>');
        target.trim_start_matches("./").replace("%20", " ")
    };
    targets.map(bare).any(|target| target == path)
}

fn link(title: &str, path: &str) -> String {
    let title = title.replace('\\', "\\\\").replace('[', "\\[").replace(']', "\\]");
    let is_plain = !path.contains([' ', '(', ')', '<', '>']);
    if is_plain { format!("[{title}]({path})") } else { format!("[{title}](<{path}>)") }
}

/// The end of the last item of the last list, in bytes, and what stands before the link in the last
/// item that is in no other.
fn last_item(text: &str) -> Option<(usize, &str)> {
    let mut items: Vec<(usize, &str)> = Vec::new();
    let (mut at, mut is_comment, mut is_apart) = (0, false, false);
    for line in text.split_inclusive('\n') {
        at += line.len();
        is_comment |= line.trim_start().starts_with("<!--");
        if let Some(start) = start_of_item(line).filter(|_| !is_comment) {
            // After a heading or a line across, another list begins.
            if std::mem::take(&mut is_apart) {
                items.clear();
            }
            items.push((at, start));
        } else if !line.trim().is_empty() && !is_comment {
            is_apart = true;
        }
        is_comment &= !line.contains("-->");
    }
    let (end, _) = *items.last()?;
    let indent = |start: &str| start.len() - start.trim_start().len();
    let least = items.iter().map(|(_, start)| indent(start)).min()?;
    let outer = items.iter().rev().find(|(_, start)| indent(start) == least)?;
    Some((end, outer.1))
}

/// What stands before the link in a line that is an item of a list.
fn start_of_item(line: &str) -> Option<&str> {
    let link = line.find('[')?;
    let start = &line[..link];
    let marker = start.trim();
    let number = marker.trim_end_matches(['.', ')']);
    let is_number = marker.len() == number.len() + 1 && number.parse::<u32>().is_ok();
    let is_marker = ["-", "*", "+"].contains(&marker) || is_number;
    (is_marker && start.ends_with([' ', '\t'])).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::with_chapter;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(with_chapter(text, "New", "new.md").as_deref(), expected);
    }

    #[test]
    fn a_chapter_becomes_the_last_item() {
        check("# S\n\n- [A](a.md)\n", Some("# S\n\n- [A](a.md)\n- [New](new.md)\n"));
        check("- [A](a.md)", Some("- [A](a.md)\n- [New](new.md)\n"));
        check("* [A](a.md)\r\n", Some("* [A](a.md)\r\n* [New](new.md)\r\n"));
        check("  -  [A]()\n\n---\n", Some("  -  [A]()\n  -  [New](new.md)\n\n---\n"));
        check(
            "- [A](a.md)\n    - [B](b.md)\n\n[End](end.md)\n",
            Some("- [A](a.md)\n    - [B](b.md)\n- [New](new.md)\n\n[End](end.md)\n"),
        );
        check(
            "- [A](a.md)\n\n# Part\n\n* [B](b.md)\n",
            Some("- [A](a.md)\n\n# Part\n\n* [B](b.md)\n* [New](new.md)\n"),
        );
        check(
            "- [A](a.md)\n<!--\n- [B](b.md)\n-->\n",
            Some("- [A](a.md)\n- [New](new.md)\n<!--\n- [B](b.md)\n-->\n"),
        );
        check("1. [A](a.md)\n", Some("1. [A](a.md)\n1. [New](new.md)\n"));
        check("", Some("- [New](new.md)\n"));
        check("# Summary\n", Some("# Summary\n\n- [New](new.md)\n"));
        check("[Intro](intro.md)", Some("[Intro](intro.md)\n\n- [New](new.md)\n"));
    }

    #[test]
    fn a_chapter_is_listed_once() {
        check("- [A](new.md)\n", None);
        check("- [A](./new.md)\n", None);
        check("[A](<new.md>)\n", None);
    }

    #[test]
    fn links_are_written_so_that_they_are_read() {
        let written = with_chapter("", "a [b]", "my new.md").expect("it is not listed");
        assert_eq!(written, "- [a \\[b\\]](<my new.md>)\n");
    }
}
