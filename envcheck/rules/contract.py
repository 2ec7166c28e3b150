"""What is wrong with a schema itself: found by the compiler, exit code 2 in a check, findings in ``schema check``.

And what is wrong with entries and comments that allow findings, which are findings of a check.
"""

from __future__ import annotations

from envcheck.rules.registry import write_down

write_down(
    "unknown-keyword",
    """A schema has a keyword that nothing claims.

    Such a word is mostly a typing error, and would otherwise switch its constraint off in silence.

    ## Fails

    ```json schema
    {"properties": {"LOG_LEVEL": {"enmu": ["INFO"]}}}
    ```

    ## Passes

    ```json schema
    {"properties": {"LOG_LEVEL": {"enum": ["INFO"]}}}
    ```

    ## What to do

    Correct the word. Words of envcheck's own stand under `x-envcheck`; docs/schema.md lists all.

    ## Source

    JSON Schema 2020-12 Core, section 6.5: validators take a word that they do not know for an annotation.
    """,
)
write_down(
    "malformed-keyword",
    """A keyword of a schema has a value of the wrong shape.

    ## Fails

    ```json schema
    {"properties": {"JWT_SECRET_KEY": {"minLength": "32"}}}
    ```

    ## Passes

    ```json schema
    {"properties": {"JWT_SECRET_KEY": {"minLength": 32}}}
    ```

    ## What to do

    Write what the message asks for.

    ## Source

    The metaschemas of JSON Schema 2020-12.
    """,
)
write_down(
    "contradictory-schema",
    """A schema asks for something that can never be met, or that could never be asked.

    Bounds without a number type, values in `enum` that are not of the declared type, types that exclude each other, a
    `then` without its `if`. JSON Schema lets most of them pass in silence; here they would mean that nothing is checked.

    ## Fails

    ```json schema
    {"properties": {"WORKER_MAX_JOBS": {"minimum": 1}}}
    ```

    ## Passes

    ```json schema
    {"properties": {"WORKER_MAX_JOBS": {"type": "integer", "minimum": 1}}}
    ```

    ## What to do

    Declare the `type` that the text is to be read as, or take the word out.

    ## Source

    JSON Schema 2020-12 Validation, section 6: a constraint says nothing of values of another type.
    """,
)
write_down(
    "misplaced-keyword",
    """An `x-envcheck` stands where it is not read.

    It belongs to the root or to a variable, and to what their `$ref` and `allOf` lead to; not inside of conditions.

    ## Fails

    ```json schema
    {"properties": {"MODE": {"anyOf": [{"const": "a", "x-envcheck": {"ignoreCase": true}}, {"const": "b"}]}}}
    ```

    ## Passes

    ```json schema
    {"properties": {"MODE": {"anyOf": [{"const": "a"}, {"const": "b"}], "x-envcheck": {"ignoreCase": true}}}}
    ```

    ## What to do

    Move it up to the variable.

    ## Source

    docs/schema.md: where each word of envcheck stands.
    """,
)
write_down(
    "unsupported-keyword",
    """A schema has a word of the standard in a place where envcheck cannot follow it.

    A `$id` below the root, or `unevaluatedProperties` beside `patternProperties` inside of a JSON value. It is refused
    rather than passed over.

    ## Fails

    ```json schema
    {"properties": {"LOG_LEVEL": {"$id": "https://acme.dev/log-level", "enum": ["INFO"]}}}
    ```

    ## Passes

    ```json schema
    {"$id": "https://acme.dev/worker", "properties": {"LOG_LEVEL": {"enum": ["INFO"]}}}
    ```

    ## What to do

    Say it another way; mostly a plain `$ref` to `#/$defs/NAME` does.

    ## Source

    docs/schema.md: the words that are read, and those that are refused.
    """,
)
write_down(
    "unsupported-pattern",
    """A pattern is not one that RE2 can read.

    RE2 matches in time that grows with the text alone. Look-around and back references have no such match, and a pattern
    that never ends would stop a deploy.

    ## Fails

    ```json schema
    {"properties": {"DATABASE_SCHEMA": {"pattern": "^(?!public).*$"}}}
    ```

    ## Passes

    ```json schema
    {"properties": {"DATABASE_SCHEMA": {"pattern": "^[a-z_]+$", "not": {"const": "public"}}}}
    ```

    ## What to do

    Take the look-around out; `not` with a second pattern says most of what it said.

    ## Source

    github.com/google/re2/wiki/Syntax (verified 2026-11).
    """,
)
write_down(
    "unknown-format",
    """A schema names a format that does not exist.

    ## Fails

    ```json schema
    {"properties": {"DATABASE_URL": {"format": "postgres-uri"}}}
    ```

    ## Passes

    ```json schema
    {"properties": {"DATABASE_URL": {"format": "postgres-url"}}}
    ```

    ## What to do

    Use a format of docs/schema.md, or a `pattern`.

    ## Source

    JSON Schema 2020-12 Validation, section 7.2: validators take a format that they do not know for an annotation.
    """,
)
write_down(
    "unresolved-reference",
    """A `$ref` leads nowhere.

    ## Fails

    ```json schema
    {"properties": {"LOG_LEVEL": {"$ref": "#/$defs/LOGLEVEL"}}, "$defs": {"LOG_LEVEL": {"enum": ["INFO"]}}}
    ```

    ## Passes

    ```json schema
    {"properties": {"LOG_LEVEL": {"$ref": "#/$defs/LOG_LEVEL"}}, "$defs": {"LOG_LEVEL": {"enum": ["INFO"]}}}
    ```

    ## What to do

    Write `#/$defs/NAME`, or `common.json#/$defs/NAME` for a file beside this one.

    ## Source

    JSON Schema 2020-12 Core: `$ref`.
    """,
)
write_down(
    "remote-reference",
    """A `$ref` leads out of the project.

    No schema is ever fetched from a network, and no file outside of the repository is read: the verdict on a deploy must
    not hang on somebody else's server.

    ## Fails

    ```json schema
    {"properties": {"LOG_LEVEL": {"$ref": "https://acme.dev/log-level.json"}}}
    ```

    ## Passes

    ```json schema
    {"properties": {"LOG_LEVEL": {"$ref": "#/$defs/LOG_LEVEL"}}, "$defs": {"LOG_LEVEL": {"enum": ["INFO"]}}}
    ```

    ## What to do

    Copy the schema into a file beside this one.

    ## Source

    JSON Schema 2020-12 Core: `$ref`; a check reads no more than the files that it is given.
    """,
)
write_down(
    "reference-loop",
    """A `$ref` comes back to itself.

    ## Fails

    ```json schema
    {"properties": {"A": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"$ref": "#/$defs/B"}, "B": {"$ref": "#/$defs/A"}}}
    ```

    ## Passes

    ```json schema
    {"properties": {"A": {"$ref": "#/$defs/A"}}, "$defs": {"A": {"$ref": "#/$defs/B"}, "B": {"const": "b"}}}
    ```

    ## What to do

    Take one of the references out.

    ## Source

    JSON Schema 2020-12 Core: a schema must not make a validator run in a loop.
    """,
)
write_down(
    "too-deep",
    """A schema is nested deeper than 64 levels.

    ## What to do

    Give parts of it names under `$defs`.

    ## Source

    `envcheck/schema.py`, `MOST_LEVELS`.
    """,
)
write_down(
    "too-large-schema",
    """The references and branches of a schema lead to more schemas than can be looked at.

    Where two branches refer to the same schema, level by level, what has to be judged doubles with each level; a page of text
    can ask for hours. The limit is ten thousand schema objects, and more for a longer schema.

    ## What to do

    Refer to each definition once, and not once in every branch.

    ## Source

    `envcheck/vocabulary.py`, `Steps`.
    """,
)
write_down(
    "empty-schema",
    """A schema asks for nothing, so that a check with it would be no check.

    ## Fails

    ```json schema
    {"title": "api"}
    ```

    ## Passes

    ```json schema
    {"title": "api", "required": ["DATABASE_URL"]}
    ```

    ## What to do

    Write `properties`, one for each variable, and `required`.

    ## Source

    JSON Schema 2020-12 Core, section 4.3.2: an empty schema allows everything.
    """,
)
write_down(
    "unsupported-dialect",
    """A schema is written in another dialect than JSON Schema 2020-12.

    ## Fails

    ```json schema
    {"$schema": "http://json-schema.org/draft-07/schema#", "required": ["DATABASE_URL"]}
    ```

    ## Passes

    ```json schema
    {"$schema": "https://json-schema.org/draft/2020-12/schema", "required": ["DATABASE_URL"]}
    ```

    ## What to do

    Most draft-07 schemas of flat objects are right in 2020-12 once `definitions` is called `$defs`.

    ## Source

    JSON Schema 2020-12 Core: `$schema`.
    """,
)
write_down(
    "unused-allow",
    """An entry of `[[allow]]`, or a comment `# envcheck: allow[…]`, allows nothing.

    What it allowed is mended, or it never matched. It would allow the next defect of that kind unseen. A comment that names a
    rule that does not exist, gives no reason, or stands above no variable is told in any case; one that only matches nothing, and
    an entry, where the run has looked everywhere where they may match: no single sources, no part of the services or
    environments, nothing that could not be read.

    ## Fails

    ```sh .env
    # envcheck: allow[weak-secrets] a typing error in the rule
    ADMIN_PASSWORD=letmein
    ```

    ```sh .env
    # envcheck: allow[weak-secret]
    ADMIN_PASSWORD=letmein
    ```

    ## Passes

    ```sh .env
    # envcheck: allow[weak-secret] the local stack alone knows it
    ADMIN_PASSWORD=letmein
    ```

    ## What to do

    Take it out, or correct the rule, the variable, the service or the environments that it names.

    ## When to switch it off

    Where one config serves repositories of which each has only some of the defects: `unused-allow = "off"` below `[rules]`.

    ## Source

    envcheck itself: the README says what an entry and a comment cover.
    """,
    severity="warning",
)
write_down(
    "expired-allow",
    """The day is past up to which an entry of `[[allow]]` holds.

    The entry holds to the end of the day in `expires`, in UTC. From then on what it allowed is reported again, and the entry
    itself is an error, also where nothing is left for it to allow.

    ## What to do

    Mend what is reported, and take the entry out. Where the reason still holds, give it a new day.

    ## Source

    envcheck itself: the README says what an entry and a comment cover.
    """,
)
