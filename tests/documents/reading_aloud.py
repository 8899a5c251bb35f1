"""What the bytes of a PDF say to whoever has it read aloud: PDF/UA-1, without a validator of another party."""

from io import BytesIO

from pypdf import PdfReader


def tags(reader: PdfReader) -> list[str]:
    """The structure of the document in the order of reading."""
    found: list[str] = []

    def walk(part) -> None:
        part = part.get_object() if hasattr(part, "get_object") else part
        if isinstance(part, list):
            for child in part:
                walk(child)
        elif hasattr(part, "get"):
            found.extend([part["/S"]] if "/S" in part else [])
            walk(part.get("/K"))

    walk(reader.trailer["/Root"]["/StructTreeRoot"]["/K"])
    return found


def pdf_faults(content: bytes, *, title: str = "") -> list[str]:
    """What keeps a reader of PDF from reading this one aloud well; without a title here, any title will do."""
    reader = PdfReader(BytesIO(content))
    root = reader.trailer["/Root"]
    wrong = []
    if not root.get("/MarkInfo", {}).get("/Marked"):
        wrong.append("not tagged")
    if root.get("/Lang") != "nl":
        wrong.append(f"language {root.get('/Lang')}")
    found = reader.metadata.title if reader.metadata else ""
    if not found or (title and found != title):
        wrong.append("no title")
    if not root.get("/ViewerPreferences", {}).get("/DisplayDocTitle"):
        wrong.append("shows the name of the file for its title")
    if "/StructTreeRoot" not in root:
        return [*wrong, "no structure"]
    if "part>1<" not in root["/Metadata"].get_data().decode().replace(" ", ""):
        wrong.append("does not say that it is PDF/UA-1")
    order = tags(reader)
    if order.count("/H1") != 1:
        wrong.append(f"{order.count('/H1')} headings of level 1")
    if order.count("/Table") != order.count("/THead") or ("/Table" in order and "/TH" not in order):
        wrong.append("a table without a head")
    return wrong
