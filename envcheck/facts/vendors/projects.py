"""Supabase's project and what belongs to it."""

from __future__ import annotations

from envcheck.facts.vendors.row import NOTHING, Ending, Vendor, Wrong, is_at

_DASHBOARD = Wrong(
    "the dashboard, which is for people", is_at("supabase.com", "www.supabase.com", "app.supabase.com", "app.supabase.io")
)
_OF_NO_PROJECT = Wrong(
    "a host that no project has", is_at("storage.supabase.co", "api.supabase.co", "app.supabase.co", "db.supabase.co")
)
_REST = tuple(Ending(f"/{part}/v1") for part in ("rest", "auth", "storage", "functions", "graphql", "realtime"))

VENDORS: tuple[Vendor, ...] = (
    Vendor(
        "supabase",
        "the API of a Supabase project",
        names=NOTHING,
        nicknames=NOTHING,
        endings=("SUPABASE_URL",),
        formats=frozenset(("supabase-url",)),
        hosts=(".supabase.co",),
        wrong=(
            _DASHBOARD,
            Wrong("the management API, which is for accounts", is_at("api.supabase.com", "api.supabase.io")),
            Wrong(
                "the database of a project",
                lambda address: (
                    address.host.endswith(".pooler.supabase.com")
                    or (address.host.startswith("db.") and address.host.endswith(".supabase.co"))
                ),
            ),
            _OF_NO_PROJECT,
        ),
        path="",
        paths=_REST,
        beside=NOTHING,
        hint="Use https://<project ref>.supabase.co, or the project's own domain, with nothing behind it.",
        source="supabase/supabase: apps/docs/content/guides/auth/jwt-fields.mdx, …/platform/custom-domains.mdx; "
        "supabase/supabase-js: src/SupabaseClient.ts adds /rest/v1, /auth/v1, /storage/v1, /functions/v1, /realtime/v1",
        verified="2026-11",
        good=(
            *(
                "https://abcdefghijklmnopqrst.supabase.co",
                "https://abcdefghijklmnopqrst.supabase.co/",
                "https://acme.supabase.co",
            ),
            *("https://auth.acme.dev", "http://kong:8000", "http://127.0.0.1:54321", "https://acme.dev/supabase"),
            *("https://supabase.acme.dev", "https://abcdefghijklmnopqrst.supabase.red"),
        ),
        bad_hosts=(
            *(
                "https://supabase.com/dashboard/project/abcdefghijklmnopqrst",
                "https://app.supabase.com/project/abcdefghijklmnopqrst",
            ),
            *("https://storage.supabase.co", "https://api.supabase.com", "https://db.abcdefghijklmnopqrst.supabase.co"),
            *("https://aws-0-eu-central-1.pooler.supabase.com", "https://api.openai.com/v1"),
        ),
        bad_paths=(
            *("https://abcdefghijklmnopqrst.supabase.co/rest/v1", "https://abcdefghijklmnopqrst.supabase.co/rest/v1/"),
            *("https://auth.acme.dev/auth/v1", "http://127.0.0.1:54321/storage/v1", "https://abcdefghijklmnopqrst.supabase.co/a"),
        ),
    ),
    Vendor(
        "supabase-storage",
        "the storage of a Supabase project",
        names=NOTHING,
        nicknames=NOTHING,
        endings=("SUPABASE_STORAGE_URL",),
        formats=NOTHING,
        hosts=(".storage.supabase.co",),
        wrong=(_DASHBOARD, _OF_NO_PROJECT),
        path=None,
        paths=(),
        beside=frozenset(("supabase",)),
        hint="Use https://<project ref>.supabase.co/storage/v1 or https://<project ref>.storage.supabase.co/storage/v1.",
        source="supabase.com/docs/guides/storage/uploads/resumable-uploads",
        verified="2026-11",
        good=(
            *(
                "https://abcdefghijklmnopqrst.supabase.co/storage/v1",
                "https://abcdefghijklmnopqrst.storage.supabase.co/storage/v1",
            ),
            *("https://abcdefghijklmnopqrst.supabase.co", "https://files.acme.dev"),
        ),
        bad_hosts=("https://storage.supabase.co", "https://supabase.com/dashboard/project/abcdefghijklmnopqrst/storage"),
        bad_paths=(),
    ),
    Vendor(
        "database",
        "a database",
        names=NOTHING,
        nicknames=frozenset(
            ("DATABASE_URL", "DATABASE_URI", "DB_URL", "DIRECT_URL", "POSTGRES_URL", "SUPABASE_DB_URL", "SQLALCHEMY_DATABASE_URI")
        ),
        endings=(),
        formats=NOTHING,
        hosts=(),
        wrong=(
            _DASHBOARD,
            Wrong(
                "the API of a Supabase project",
                lambda address: address.scheme in ("http", "https") and address.host.endswith(".supabase.co"),
            ),
        ),
        path=None,
        paths=(),
        beside=frozenset(("supabase",)),
        hint="Copy the connection string of the database, which begins with postgresql://.",
        source="supabase.com/docs/guides/database/connecting-to-postgres",
        verified="2026-11",
        good=(
            *("postgresql://app:made-up@db.acme.dev/app", "https://acme-app.turso.io", "https://data.acme.dev"),
            "postgresql://postgres:made-up@db.abcdefghijklmnopqrst.supabase.co:5432/postgres",
        ),
        bad_hosts=("https://abcdefghijklmnopqrst.supabase.co", "https://supabase.com/dashboard/project/abcdefghijklmnopqrst"),
        bad_paths=(),
    ),
)
