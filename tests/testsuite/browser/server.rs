//! A server of one directory on this machine, as readers have one.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};

/// What the pages of a server are given beside their files.
#[derive(Clone, Debug, Default)]
pub(crate) struct Extras {
    /// A line of the header.
    pub(crate) header: Option<String>,
    /// What stands first in the head of each page.
    pub(crate) head: String,
    /// What each script in a page, but not of a file, has as its `nonce`.
    pub(crate) nonce: Option<&'static str>,
}

/// A server that ends with the test.
pub(crate) struct Server {
    pub(crate) address: String,
}

impl Server {
    /// Serves the files below `root`.
    pub(crate) fn start(root: &Path, extras: Extras) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let root = root.to_owned();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (root, extras) = (root.clone(), extras.clone());
                std::thread::spawn(move || answer(stream, &root, &extras));
            }
        });
        Server { address }
    }
}

/// The file that a request asks for; nothing for what is no request of ours.
fn requested(stream: &TcpStream, root: &Path) -> Option<PathBuf> {
    let mut lines = BufReader::new(stream).lines();
    let first = lines.next()?.ok()?;
    let path = first.split(' ').nth(1)?.split(['?', '#']).next()?.trim_start_matches('/');
    while lines.next().is_some_and(|line| line.is_ok_and(|line| !line.is_empty())) {}
    (!path.contains("..")).then(|| root.join(path))
}

/// Answers one request; where the browser went away, there is nobody to answer.
fn answer(mut stream: TcpStream, root: &Path, extras: &Extras) -> Option<()> {
    let path = requested(&stream, root)?;
    let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    let kind = match extension {
        "html" => "text/html; charset=utf-8",
        "css" => "text/css",
        "js" => "text/javascript",
        "svg" => "image/svg+xml",
        _ => "application/octet-stream",
    };
    let (status, mut body) = match std::fs::read(&path) {
        Ok(body) => ("200 OK", body),
        Err(_) => ("404 Not Found", Vec::new()),
    };
    if extension == "html" {
        let text = String::from_utf8(body).unwrap();
        let mut text = text.replacen("<head>", &format!("<head>{}", extras.head), 1);
        if let Some(nonce) = extras.nonce {
            text = text.replace("<script>", &format!("<script nonce=\"{nonce}\">"));
        }
        body = text.into_bytes();
    }
    let header = extras.header.as_ref().map(|line| format!("{line}\r\n")).unwrap_or_default();
    let length = body.len();
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\
         Cache-Control: no-store\r\n{header}Connection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).ok()?;
    stream.write_all(&body).ok()
}
