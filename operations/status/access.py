"""Machines that watch: known by a token, or by the network that they ask from."""

import ipaddress

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare


def may_watch(request: HttpRequest) -> bool:
    """With `Authorization: Bearer <METRICS_TOKEN>`, or from one of METRICS_NETWORKS. Neither set: nobody."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    if settings.METRICS_TOKEN and kind == "Bearer" and constant_time_compare(token, settings.METRICS_TOKEN):
        return True
    if not settings.METRICS_NETWORKS:
        return False
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    return any(address in ipaddress.ip_network(network) for network in settings.METRICS_NETWORKS)
