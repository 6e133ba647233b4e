"""Files that went through the Bot API, in either direction."""

import hashlib

from starlette.responses import Response

from town.servers.telegram.model import Attachment, Json, bad_request
from town.servers.telegram.params import Params

MAX_BYTES = 50 * 1024 * 1024

_PHOTO_SIZE = {"width": 1280, "height": 960}


class Files:
    """Keeps every file under an id made from its number; gives it back by path."""

    def __init__(self) -> None:
        self._files: dict[str, Attachment] = {}

    def keep(self, kind: str, name: str, media_type: str, content: bytes) -> Attachment:
        number = len(self._files) + 1
        digest = hashlib.sha256(f"{kind}:{number}".encode()).hexdigest()
        file = Attachment(kind, f"town-{digest[:40]}", name, media_type, content)
        self._files[file.file_id] = file
        return file

    def sent(self, kind: str, params: Params) -> Attachment:
        """The file of a send method: uploaded, known by id, or fetched by Telegram from a URL.

        Raises:
            ApiError: 400 or 413.
        """
        upload = params.upload(kind)
        if upload is not None:
            if len(upload.content) > MAX_BYTES:
                raise bad_request("file is too big")
            if not upload.content:
                raise bad_request("file must be non-empty")
            return self.keep(kind, upload.name, upload.media_type, upload.content)
        reference = params.text(kind)
        if not reference:
            raise bad_request(f"there is no {kind} in the request")
        if reference.startswith(("http://", "https://")):
            return self.keep(kind, reference, "application/octet-stream", b"")
        return self._known(reference)

    def _known(self, file_id: str) -> Attachment:
        file = self._files.get(file_id)
        if file is None:
            raise bad_request(
                "wrong remote file identifier specified: Wrong character in the string"
            )
        return file

    def get_file(self, params: Params) -> Json:
        """`getFile`."""
        file = self._files.get(params.text("file_id"))
        if file is None:
            raise bad_request("invalid file_id")
        return {**_identity(file), "file_path": f"{file.kind}/{file.file_id}"}

    def download(self, path: str) -> Response:
        """The bytes at a `file_path`."""
        file = self._files.get(path.rpartition("/")[2])
        if file is None:
            return Response("Not Found", status_code=404)
        return Response(file.content, media_type=file.media_type)


def _identity(file: Attachment) -> Json:
    return {
        "file_id": file.file_id,
        "file_unique_id": file.file_id[-15:],
        "file_size": len(file.content),
    }


def media_json(file: Attachment) -> Json:
    """The field of a message that carries the file."""
    identity = _identity(file)
    if file.kind == "photo":
        return {"photo": [{**identity, **_PHOTO_SIZE}]}
    if file.kind == "voice":
        return {"voice": {**identity, "duration": 3, "mime_type": file.media_type}}
    if file.kind == "sticker":
        sticker = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
        return {"sticker": {**identity, **sticker, "type": "regular", "emoji": file.name}}
    return {"document": {**identity, "file_name": file.name, "mime_type": file.media_type}}
