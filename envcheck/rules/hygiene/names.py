"""Variables that their names tell should not be there."""

from __future__ import annotations

from envcheck.facts.names import is_secret_name, without_stale_suffix
from envcheck.facts.platforms import PLATFORMS, is_set_by_platform
from envcheck.model import Problem
from envcheck.readings import BOOLEANS
from envcheck.rules.names import called
from envcheck.rules.registry import variable_rule

TYPE_CHECKING = False
if TYPE_CHECKING:
    from envcheck.model import Variable
    from envcheck.rules.registry import VariableCheck, VariableSpec


@variable_rule("stale-variable", severity="warning", yields_to=("former-name", "forbidden-variable", "empty-variable"))
def stale_variable(spec: VariableSpec) -> VariableCheck | None:
    """A variable that nobody wants any more still holds a secret or an address.

    Its name ends in `_OLD`, `_DISABLED`, `_BACKUP`, `_BAK`, `_DEPRECATED` or `_UNUSED`. Nothing reads it, and the credential
    in it stays valid; Render keeps a variable that the blueprint no longer lists. A switch (`OTEL_SDK_DISABLED=true`) is
    right, and so is a variable that the schema names.

    ## Fails

    ```env
    POOLER_URL_DISABLED=postgresql://app:made-up@db.acme.dev:5432/app
    ```

    ```env
    PAYMENT_API_KEY_OLD=made-up
    ```

    ## Passes

    ```env
    OTEL_SDK_DISABLED=true
    CACHE_BACKUP=acme-backups
    BACKUP_SCHEDULE='0 2 * * *'
    ```

    ```json schema
    {"properties": {"SESSION_SECRET_OLD": {"writeOnly": true}}}
    ```

    ```env
    SESSION_SECRET_OLD=made-up-made-up-made-up
    ```

    ## What to do

    Delete the variable, and revoke the credential that it holds. Where the code reads it, as while a key is replaced, name it
    in the schema.

    ## Source

    An incident of the project that envcheck comes from; `render.com/docs/blueprint-spec` on variables that are no longer listed
    (verified 2026-11).
    """
    if spec.name is not None:
        return None

    def check(variable: Variable) -> Problem | None:
        base, value = without_stale_suffix(variable.name), variable.value
        if base is None or not value or value.lower() in BOOLEANS:
            return None
        if "://" not in value and not is_secret_name(base):
            return None
        message = (
            f"{called(variable.name)} is called as something that is no longer used, and still holds a secret or an address."
        )
        return Problem(message, "Delete it, and revoke what it holds; where the code reads it, name it in the schema.")

    return check


@variable_rule("platform-variable", severity="warning", yields_to=("forbidden-variable", "empty-variable"))
def platform_variable(spec: VariableSpec) -> VariableCheck | None:
    """A variable that the platform sets itself is set by hand.

    Render sets `RENDER`, `RENDER_EXTERNAL_URL`, `RENDER_GIT_COMMIT`, `IS_PULL_REQUEST` and others in each service; an export
    does not have them. One set by hand is a copy that goes stale, and may win over the true one. `RENDER` in a file for
    another place makes code believe that it runs there. `PORT`, `WEB_CONCURRENCY` and `PYTHON_VERSION` are for you to set.

    ## Fails

    ```env production
    RENDER_EXTERNAL_URL=https://acme-api.onrender.com
    ```

    ```env development
    RENDER=true
    ```

    ## Passes

    ```env production
    PORT=8000
    WEB_CONCURRENCY=4
    PYTHON_VERSION=3.12.8
    RENDER_QUALITY=high
    ```

    ```env development
    RENDER_SERVICE_ID=srv-made-up
    ```

    ## What to do

    Delete the variable, and read the platform's own.

    ## Source

    `render.com/docs/environment-variables`; `render-oss/skills: skills/render-env-vars/references/platform-variables.md`
    (verified 2026-11).
    """
    platform = PLATFORMS.get(spec.context.platform)
    if platform is None or (spec.name is not None and not is_set_by_platform(spec.name)):
        return None
    names = platform.sets if spec.context.deployed else frozenset((platform.sets_prefix,))

    def check(variable: Variable) -> Problem | None:
        if variable.name not in names or not variable.value:
            return None
        return Problem(f"{called(variable.name)} is set by hand, and {platform.name} sets it itself.", "Delete it.")

    return check
