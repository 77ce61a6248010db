"""Every value an operator may change, and when to change it."""

from pathlib import Path

from platformdirs import user_data_path
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from advisor.embedding import DEFAULT_MODEL
