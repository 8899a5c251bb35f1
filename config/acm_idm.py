"""How an installation says where ACM/IDM is, and what ACM/IDM must say of a person (docs/operations.md)."""

from typing import Any

# Means of signing in of level 25 and higher, "substantial" and "high", by the names that ACM/IDM gives them:
# authenticatie.vlaanderen.be, "Authenticatiemiddelen".
STRONG = [
    f"urn:be:vlaanderen:authmech:{means}"
    for means in ("eid", "eidashigh", "itsme", "csamtotp", "csamsms", "eidassubstantial")
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
