//! TOML as text that is edited: lines that nobody asks for stay as they are, byte for byte.
//!
//! This is the only user of toml_edit, which knows tables, lists and what stands between them, but
//! not how lines end; so the lines that it leaves alone are taken from the text itself.

use anyhow::{Result, bail};
use toml_edit::{Array, Document, DocumentMut, InlineTable, Item, RawString, Value};

use super::lines;

/// `text` with a table at `path`, unless there is one: as a header with `comment` behind it, or as
/// a part of the line that the tables beside it are in.
///
/// With a comment, there has to be a header: tables below it are not enough.
pub(super) fn with_table(text: &str, path: &[&str], comment: &str) -> Result<String> {
    let document = Document::parse(text)?;
    let header = format!("[{}]{comment}", path.join("."));
    let mut above = document.as_item();
    for (depth, key) in path.iter().enumerate() {
        match find(document.as_item(), &path[..=depth])? {
            Some(item) => above = item,
            None if above.as_table().is_some_and(|table| !table.is_dotted()) => {
                return Ok(lines::with_last(text, &header));
            }
            None => {
                let below = path[depth + 1..].iter().rev();
                let table = below.fold(InlineTable::new(), |inner, key| {
                    InlineTable::from_iter([(*key, Value::from(inner))])
                });
                return with_value(text, &path[..depth], key, table);
            }
        }
    }
    if !above.is_table_like() {
        bail!("`{}` is not a table", path.join("."));
    }
    let is_implied =
        above.as_table().is_some_and(|table| table.is_implicit() && !table.is_dotted());
    let is_wanted = is_implied && !comment.is_empty();
    Ok(if is_wanted { lines::with_last(text, &header) } else { text.to_owned() })
}

/// `text` in which the table at `path` has `value` for `key`.
pub(super) fn with_value(
    text: &str,
    path: &[&str],
    key: &str,
    value: impl Into<Value>,
) -> Result<String> {
    edited(text, path, |table| {
        let mut value = value.into();
        match table.get_mut(key).and_then(Item::as_value_mut) {
            Some(old) => {
                *value.decor_mut() = old.decor().clone();
                *old = value;
            }
            None => insert(table, key, value),
        }
        Ok(())
    })
}

/// `text` in which the list that is `key` of the table at `path` has `entries`, new ones last.
pub(super) fn with_entries(
    text: &str,
    path: &[&str],
    key: &str,
    entries: &[&str],
) -> Result<String> {
    edited(text, path, |table| {
        if table.get(key).is_none() {
            insert(table, key, Array::from_iter(entries.iter().copied()).into());
            return Ok(());
        }
        let list = list(table, path, key)?;
        for entry in entries {
            if !list.iter().any(|value| value.as_str() == Some(entry)) {
                push(list, entry);
            }
        }
        Ok(())
    })
}

/// `text` without `entries` in the list that is `key` of the table at `path`, and without the key
/// where no others are in it.
pub(super) fn without_entries(
    text: &str,
    path: &[&str],
    key: &str,
    entries: &[&str],
) -> Result<String> {
    let full = [path, &[key]].concat();
    let document = Document::parse(text)?;
    let is_ours = |value: &Value| value.as_str().is_some_and(|entry| entries.contains(&entry));
    let list_there = find(document.as_item(), &full)?.and_then(Item::as_array);
    let Some(there) = list_there.filter(|list| list.iter().any(is_ours)) else {
        return Ok(text.to_owned());
    };
    let was_empty = there.span().is_some_and(|span| text[span.start..].starts_with("[ "));
    if there.iter().all(is_ours) && !was_empty {
        return without_key(text, &full);
    }
    edited(text, path, |table| {
        let list = list(table, path, key)?;
        for entry in entries {
            let at = list.iter().position(|value| value.as_str() == Some(entry));
            at.into_iter().for_each(|at| take_out(list, at));
        }
        Ok(())
    })
}

/// `text` without the key that `path` leads to, and without the lines that it has to itself.
pub(super) fn without_key(text: &str, path: &[&str]) -> Result<String> {
    let Some((key, above)) = path.split_last() else { return Ok(text.to_owned()) };
    let document = Document::parse(text)?;
    if find(document.as_item(), path)?.is_none() {
        return Ok(text.to_owned());
    }
    let Some(Item::Table(table)) = find(document.as_item(), above)? else {
        return edited(text, above, |table| {
            remove(table, key);
            Ok(())
        });
    };
    let place = table.get_key_value(key).and_then(|(key, item)| {
        let (key, item) = (key.span()?, item.span()?);
        Some(key.start..item.end)
    });
    Ok(place.map_or(text.to_owned(), |place| lines::without(text, place)))
}

/// `text` without the table at `path`, where that is empty and, as a header, has just this
/// `comment`: one with another comment is its author's.
pub(super) fn without_empty_table(text: &str, path: &[&str], comment: &str) -> Result<String> {
    let document = Document::parse(text)?;
    match find(document.as_item(), path)? {
        // Tables below it have headers of their own.
        Some(Item::Table(table))
            if table.get_values().is_empty() && !table.is_implicit() && !table.is_dotted() =>
        {
            let behind = |at: usize| text[at..].lines().next().unwrap_or_default().trim();
            let header = table.span().filter(|span| behind(span.end) == comment.trim());
            Ok(header.map_or(text.to_owned(), |header| lines::without_block(text, header)))
        }
        Some(Item::Value(Value::InlineTable(table))) if table.is_empty() => without_key(text, path),
        _ => Ok(text.to_owned()),
    }
}

/// What `path` leads to; an error where something that is no table stands in the way.
fn find<'i>(root: &'i Item, path: &[&str]) -> Result<Option<&'i Item>> {
    let mut item = root;
    for (depth, key) in path.iter().enumerate() {
        let Some(table) = item.as_table_like() else {
            bail!("`{}` is not a table", path[..depth].join("."));
        };
        let Some(next) = table.get(key) else { return Ok(None) };
        item = next;
    }
    Ok(Some(item))
}

/// `text` after `edit` has had the table at `path`.
fn edited(text: &str, path: &[&str], edit: impl FnOnce(&mut Item) -> Result<()>) -> Result<String> {
    let mut document: DocumentMut = text.parse()?;
    let mut item = Some(document.as_item_mut());
    for key in path {
        item = item.and_then(Item::as_table_like_mut).and_then(|table| table.get_mut(key));
    }
    match item {
        Some(item) if item.is_table_like() => edit(item)?,
        _ => bail!("`{}` is not a table", path.join(".")),
    }
    Ok(lines::merged(text, &document.to_string()))
}

fn list<'t>(table: &'t mut Item, path: &[&str], key: &str) -> Result<&'t mut Array> {
    match table.get_mut(key).and_then(Item::as_array_mut) {
        Some(list) => Ok(list),
        None => bail!("`{key}` in `[{}]` is not a list", path.join(".")),
    }
}

/// Adds a key to a table, as the last one.
fn insert(table: &mut Item, key: &str, mut value: Value) {
    if let Item::Value(Value::InlineTable(inline)) = table
        && let Some((_, last)) = inline.iter_mut().last()
    {
        hand_on_space(last, &mut value);
    }
    if let Some(table) = table.as_table_like_mut() {
        table.insert(key, Item::Value(value));
    }
}

/// Takes a key out of a table.
fn remove(table: &mut Item, key: &str) {
    let Some(table) = table.as_table_like_mut() else { return };
    let was_last = table.iter().last().is_some_and(|(last, _)| last == key);
    let Some(Item::Value(mut removed)) = table.remove(key) else { return };
    let last = table.iter_mut().last().and_then(|(_, item)| item.as_value_mut());
    if let Some(last) = last.filter(|_| was_last) {
        hand_on_space(&mut removed, last);
    }
}

/// Adds an entry to a list, written as those before it are; the first one gets spaces around it, by
/// which an author's empty list is told from one that was made for the entry.
fn push(list: &mut Array, entry: &str) {
    let mut value = Value::from(entry);
    let length = list.len();
    let Some(last) = list.get_mut(length.wrapping_sub(1)) else {
        return list.push_formatted(value.decorated(" ", " "));
    };
    let space = last.decor().prefix().and_then(RawString::as_str).unwrap_or_default();
    let own_line = space.rfind('\n').map(|at| space[at..].to_owned());
    value.decor_mut().set_prefix(own_line.unwrap_or_else(|| " ".to_owned()));
    hand_on_space(last, &mut value);
    list.push_formatted(value);
}

/// Takes an entry out of a list, and leaves what is around it to its neighbours.
fn take_out(list: &mut Array, at: usize) {
    let mut removed = list.remove(at);
    let Some(last) = list.len().checked_sub(1) else {
        let space = removed.decor().suffix().and_then(RawString::as_str).unwrap_or_default();
        return list.set_trailing(space.strip_prefix(' ').unwrap_or_default());
    };
    if let Some(last) = list.get_mut(last).filter(|_| at > last) {
        hand_on_space(&mut removed, last);
    }
    let space = removed.decor().prefix().cloned();
    if let Some((first, space)) = list.get_mut(0).zip(space).filter(|_| at == 0) {
        first.decor_mut().set_prefix(space);
    }
}

/// Gives what stands behind one value, up to the bracket that ends all, to the one that comes last.
fn hand_on_space(from: &mut Value, to: &mut Value) {
    if let Some(space) = from.decor().suffix().cloned() {
        from.decor_mut().set_suffix("");
        to.decor_mut().set_suffix(space);
    }
}
