"""Rows of the answer pages. Private to this package."""

from __future__ import annotations

from sqlmodel import Field, SQLModel


class AnswerPageRow(SQLModel, table=True):
    """The short number by which a text message names a check-in: its id would not fit."""

    __tablename__ = "answer_page"

    number: int | None = Field(default=None, primary_key=True)
    checkin_id: str = Field(unique=True)
