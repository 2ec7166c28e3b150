"""What a blueprint of Render can say: fields, properties of resources, regions.

Source of all: the published schema, `render.com/schema/render.yaml.json` (verified 2026-11). Blueprints of 117 public
repositories were read besides: `env`, an older word for `runtime`, is in a third of them, and is right.
"""

from __future__ import annotations

DEFAULT_REGION = "oregon"

_RESOURCES = ("databases", "envVarGroups", "services")
ROOT = frozenset((*_RESOURCES, "previews", "previewsEnabled", "previewsExpireAfterDays", "projects", "ungrouped", "version"))
#: One of them is enough to tell a blueprint.
TELLING = frozenset((*_RESOURCES, "projects", "ungrouped"))

_OF_ALL = ("type", "name", "plan", "region", "ipAllowList", "env")
_OF_REPOSITORIES = (
    *("repo", "branch", "rootDir", "buildFilter", "buildCommand", "autoDeploy", "autoDeployTrigger", "envVars", "runtime"),
)
_OF_IMAGES = ("dockerCommand", "dockerContext", "dockerfilePath", "registryCredential", "image", "startCommand")
_OF_SITES = ("domain", "domains", "previews", "pullRequestPreviewsEnabled")
_SERVER = frozenset(
    (
        *(*_OF_ALL, *_OF_REPOSITORIES, *_OF_IMAGES, *_OF_SITES),
        *("numInstances", "scaling", "healthCheckPath", "preDeployCommand", "initialDeployHook", "disk", "previewPlan"),
        *("maxShutdownDelaySeconds", "renderSubdomainPolicy"),
    )
)
_STATIC = frozenset((*_OF_ALL, *_OF_REPOSITORIES, *_OF_SITES, "staticPublishPath", "headers", "routes"))
_CRON = frozenset((*_OF_ALL, *_OF_REPOSITORIES, *_OF_IMAGES, "schedule"))
_KEY_VALUE = frozenset((*_OF_ALL, "previewPlan", "maxmemoryPolicy"))

#: Fields by the type of a service; of one that runs nothing but files by ``static``.
FIELDS = {
    **dict.fromkeys(("web", "worker", "pserv"), _SERVER),
    "static": _STATIC,
    "cron": _CRON,
    **dict.fromkeys(("keyvalue", "redis"), _KEY_VALUE),
}
ANY_FIELD = frozenset().union(*FIELDS.values())
TYPES = ("web", "worker", "pserv", "cron", "keyvalue", "redis")

#: Fields of an entry, by what it takes its value from.
ENTRY_FIELDS = {
    "fromDatabase": frozenset(("key", "fromDatabase")),
    "fromService": frozenset(("key", "fromService")),
    "fromGroup": frozenset(("fromGroup",)),
    "": frozenset(("key", "value", "generateValue", "sync", "previewValue")),
}
GROUP_FIELDS = frozenset(("name", "envVars"))

DATABASE_PROPERTIES = ("connectionString", "connectionPoolString", "host", "port", "user", "password", "database")
#: Pages of the vendor had it once, and no schema does.
OLD_DATABASE_PROPERTIES = ("hostport",)
#: What leads to a resource over the private network of one region.
INTERNAL_PROPERTIES = ("connectionString", "connectionPoolString", "host", "hostport")
_HOSTS = ("host", "port", "hostport")
#: Properties by the type of a service: what has no host gives none, and only Key Value has a connection string.
SERVICE_PROPERTIES = {
    **dict.fromkeys(("web", "pserv"), _HOSTS),
    **dict.fromkeys(("keyvalue", "redis"), (*_HOSTS, "connectionString")),
    **dict.fromkeys(("worker", "cron", "static"), ()),
}
#: What Render sets for what can be reached from outside, and leaves empty elsewhere (render.com/docs/environment-variables).
EXTERNAL_ADDRESSES = ("RENDER_EXTERNAL_URL", "RENDER_EXTERNAL_HOSTNAME")
EXTERNAL_TYPES = ("web", "static")
#: Types that are one thing under two names.
SAME_TYPES = {"redis": "keyvalue", "static": "web", "job": "cron"}
#: What the schema calls a database where a service is expected.
DATABASE_TYPE = "dpg"

REGIONS = ("oregon", "ohio", "virginia", "frankfurt", "singapore")

#: Fields of other platforms, and of older days, with what is meant here.
MEANT = {
    "numReplicas": "numInstances",
    "replicas": "numInstances",
    "instances": "numInstances",
    "autoscaling": "scaling",
    "healthCheck": "healthCheckPath",
    "environment": "envVars",
    "environments": "projects",
    "variables": "envVars",
    "command": "startCommand",
    "dockerfile": "dockerfilePath",
    "cron": "schedule",
}
