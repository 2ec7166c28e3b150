"""The rules, a module or a folder a family.

Importing the package writes down those that see an environment as a whole, which each check asks. Those that judge single
values, and schemas, are in ``envcheck.rules.all``: where a glance is enough for all values, nobody needs them.
"""

from envcheck.rules import presence, value  # noqa: F401
from envcheck.rules.address import same_host  # noqa: F401
from envcheck.rules.compose import hosts  # noqa: F401
from envcheck.rules.hygiene import references  # noqa: F401
from envcheck.rules.identity import markers, projects, roles, secrets  # noqa: F401
from envcheck.rules.postgres import driver, pooling, user_and_password  # noqa: F401
from envcheck.rules.reading import groups, source  # noqa: F401
