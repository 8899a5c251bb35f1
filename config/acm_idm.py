"""How an installation says where ACM/IDM is, and what ACM/IDM must say of a person (docs/operations.md)."""

from typing import Any

import environ

# Means of signing in of level 25 and higher, "substantial" and "high", by the names that ACM/IDM gives them:
# authenticatie.vlaanderen.be, "Authenticatiemiddelen".
STRONG = [
    f"urn:be:vlaanderen:authmech:{means}"
    for means in ("eid", "eidashigh", "itsme", "csamtotp", "csamsms", "eidassubstantial")
]


def acm_idm_apps(env: environ.Env) -> list[dict[str, Any]]:
    """The one provider for allauth, or none without an issuer and a client."""
    issuer = env.str("ACM_IDM_ISSUER", default="")
    client = env.str("ACM_IDM_CLIENT_ID", default="")
    if not issuer or not client:
        return []
    secret = env.str("ACM_IDM_CLIENT_SECRET", default="")
    return [
        acm_idm_app(
            issuer,
            client,
            secret,
            name=env.str("ACM_IDM_NAME", default="ACM/IDM"),
            application=env.str("ACM_IDM_APPLICATION", default="huisvestingstool"),
            accepted=env.list("ACM_IDM_ACR", default=STRONG),
            end_session_url=env.str("ACM_IDM_END_SESSION_URL", default=""),
        )
    ]


def acm_idm_app(
    issuer: str,
    client: str,
    secret: str,
    *,
    name: str = "ACM/IDM",
    application: str = "huisvestingstool",
    accepted: list[str] = STRONG,
    end_session_url: str = "",
) -> dict[str, Any]:
    """`application` is the scope under which the rights come; `accepted` are the means that are strong enough. ACM/IDM
    says which one was used (`acr`) only when it was asked for some (`acr_values`)."""
    return {
        "provider_id": "acm_idm",
        "name": name,
        "client_id": client,
        "secret": secret,
        "settings": {
            "server_url": issuer.rstrip("/"),
            "scope": ["openid", "profile", "vo", application],
            "token_auth_method": "client_secret_basic",
            "auth_params": {"acr_values": " ".join(accepted)},
            "acr": accepted,
            "application": application,
            "end_session_url": end_session_url,
        },
    }
