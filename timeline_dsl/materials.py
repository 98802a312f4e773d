"""OSS addresses, and where materials lie on this machine. Nothing is ever fetched from a network."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import attrs

from timeline_dsl.errors import MissingMaterial, UsageError, shown

_HOST = re.compile(
    r"(?P<bucket>[a-z0-9][a-z0-9-]{1,61}[a-z0-9])\.oss-(?P<region>[a-z0-9-]+?)(?P<internal>-internal)?\.aliyuncs\.com"
)

PICTURES = frozenset(("bmp", "tiff", "tif", "gif", "png", "jpeg", "jpg", "webp"))


@attrs.frozen
class OssUrl:
    """The parts of an OSS address: `https://<bucket>.oss-<region>.aliyuncs.com/<key>[?query]`."""

    bucket: str
    region: str
    key: str
    query: str = ""
    internal: bool = False


def oss_url(url: str) -> OssUrl | None:
    """The parts of a public OSS address, or None when `url` is anything else.

    Custom and CDN domains, the acceleration domain and `oss://` are anything else.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme not in ("http", "https"):
        return None
    match = _HOST.fullmatch(host)
    key = parts.path.removeprefix("/")
    if (
        not match
        or match["region"].startswith("accelerate")
        or not key
        or key[0] in "/\\"
        or len(unquote(key).encode("utf8", "surrogatepass")) > 1023
    ):
        return None
    return OssUrl(match["bucket"], match["region"], key, parts.query, bool(match["internal"]))


def is_url(text: str) -> bool:
    """Whether `text` is an address rather than an id."""
    return "://" in text


def extension(name: str) -> str:
    """The lower-case extension of an address or file name, without the point."""
    last = name.partition("?")[0].rpartition("/")[2]
    return last.rpartition(".")[2].lower() if "." in last else ""


@attrs.frozen
class Materials:
    """Folders in which materials lie, and folders that stand for the beginning of an address.

    A material is looked for in each mapped prefix, then in each folder as `<bucket>/<object>`, `<object>` and the last
    part of the object's name; a MediaId as `<MediaId>` or `<MediaId>.*`. A path never leaves the given folders.
    """

    folders: tuple[Path, ...] = ()
    prefixes: tuple[tuple[str, Path], ...] = ()

    @classmethod
    def of(cls, media: object) -> Materials:
        """Materials from what people write: a folder, `{prefix: folder}`, `"PREFIX=DIR"`, or several of them."""
        if isinstance(media, Materials):
            return media
        if media is None:
            return cls()
        if isinstance(media, str | Path):
            return cls._of_text(str(media))
        if isinstance(media, Mapping):
            return cls(prefixes=tuple((str(prefix), _folder(folder)) for prefix, folder in media.items()))
        if isinstance(media, Iterable):
            several = [cls.of(item) for item in media]
            return cls(
                tuple(f for one in several for f in one.folders), tuple(p for one in several for p in one.prefixes)
            )
        raise UsageError(
            f"media must be a folder or a mapping of address prefixes to folders (got {shown(media)})",
            fix='media="media/" or media={"https://bucket.oss-cn-shanghai.aliyuncs.com/": "media/"}',
        )

    @classmethod
    def _of_text(cls, text: str) -> Materials:
        prefix, equals, folder = text.rpartition("=")
        if equals and is_url(prefix):
            return cls(prefixes=((prefix, _folder(folder)),))
        return cls(folders=(_folder(text),))

    def find(self, address: str) -> Path | None:
        """The local file of an address or MediaId, or None when it lies in none of the folders."""
        for folder, name in self._candidates(address):
            if found := _inside(folder, name):
                return found
        if not is_url(address) and _plain_name(address):
            for folder in self.folders:
                for path in sorted(folder.glob(f"{_literal(address)}.*")):
                    if path.is_file():
                        return path
        return None

    def need(self, address: str) -> Path:
        """The local file of an address or MediaId; raises `MissingMaterial` that tells where it was looked for."""
        found = self.find(address)
        if found is None:
            paths = [folder / name for folder, name in self._candidates(address)]
            tried = [f"{path}{_reason(path)}" for path in paths]
            places = f"looked for {', '.join(dict.fromkeys(tried))}" if tried else "no folder was given to look in"
            raise MissingMaterial(
                f"the material {without_query(address)} is not on this machine: {places}",
                fix='say where materials lie: media="DIR" (command line: --media DIR or --media PREFIX=DIR)',
            )
        return found

    def _candidates(self, address: str) -> Iterable[tuple[Path, str]]:
        path = without_query(address)
        for prefix, folder in self.prefixes:
            if path.startswith(prefix):
                rest = path[len(prefix) :]
                yield folder, rest
                if unquote(rest) != rest:
                    yield folder, unquote(rest)
        if not is_url(path):
            yield from ((folder, path) for folder in self.folders)
            return
        host, _, key = path.partition("://")[2].partition("/")
        bucket = host.partition(".")[0]
        for name in dict.fromkeys((key, unquote(key))):
            for folder in self.folders:
                yield folder, f"{bucket}/{name}"
                yield folder, name
                yield folder, name.rpartition("/")[2]


def without_query(address: str) -> str:
    """An address without its query (a signed address carries its signature there)."""
    return address.partition("?")[0] if is_url(address) else address


def _folder(folder: str | Path) -> Path:
    path = Path(folder).expanduser()
    if not path.is_dir():
        raise UsageError(f"the media folder {str(folder)!r} does not exist", fix="create it, or correct its name")
    return path


def _inside(folder: Path, name: str) -> Path | None:
    """The file `folder/name`, if it is one and lies within the folder even after links are followed."""
    if not name or "\0" in name or Path(name).is_absolute():
        return None
    try:
        path = (folder / name).resolve()
        if path.is_relative_to(folder.resolve()) and path.is_file():
            return path
    except (OSError, ValueError, RuntimeError):  # before Python 3.13 links in a circle are a RuntimeError
        return None
    return None


def _reason(path: Path) -> str:
    """Why what lies at `path` is not taken, in brackets; nothing where nothing lies."""
    try:
        if not path.is_symlink():
            return "" if not path.exists() or "/../" in f"/{path}/" else " (which is no file)"
        return " (a link that leads out of the folder)" if path.exists() else " (a link that leads nowhere)"
    except (OSError, ValueError, RuntimeError):
        return ""


def _plain_name(text: str) -> bool:
    return bool(text) and not set(text) & set("/\\\0") and text not in (".", "..")


def _literal(text: str) -> str:
    return re.sub(r"([*?\[])", r"[\1]", text)
