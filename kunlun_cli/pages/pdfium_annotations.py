"""What is shown on a page in PDFium beside its own drawing: fields of forms, and texts written onto it."""

from __future__ import annotations

from kunlun_cli.pages.pdfium_api import Handle, pdfium

_WRITTEN = {pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_FREETEXT, pdfium.FPDF_ANNOT_STAMP}
MAX_ANNOTATIONS = 20_000
"""Annotations of one page that are looked at; a page of contents has some hundred, all of them links."""


def drawn_into(page: Handle) -> bool:
    """Draw into a page what is written onto it, where anything is; it has to be loaded anew then.

    The document in memory is changed, the file is not.
    """
    count = min(max(pdfium.FPDFPage_GetAnnotCount(page), 0), MAX_ANNOTATIONS)
    if not any(_is_written(page, i) for i in range(count)):
        return False
    return bool(pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS)


def _is_written(page: Handle, number: int) -> bool:
    annotation = pdfium.FPDFPage_GetAnnot(page, number)
    if not annotation:
        return False
    try:
        return pdfium.FPDFAnnot_GetSubtype(annotation) in _WRITTEN
    finally:
        pdfium.FPDFPage_CloseAnnot(annotation)
