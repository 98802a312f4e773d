from __future__ import annotations

import pytest

from timeline_dsl.errors import UsageError
from timeline_dsl.submit import Cloud
from timeline_dsl.submit.endpoint import endpoint_of


@pytest.mark.parametrize(
    ("region", "given", "url"),
    [
        ("cn-shanghai", None, "https://ice.cn-shanghai.aliyuncs.com"),
        ("us-west-1", None, "https://ice.us-west-1.aliyuncs.com"),
        ("xx-new-9", None, "https://ice.xx-new-9.aliyuncs.com"),
        ("cn-shanghai", "127.0.0.1:80", "http://127.0.0.1:80"),
        ("cn-shanghai", "localhost", "http://localhost"),
        ("cn-shanghai", "http://[::1]:8", "http://[::1]:8"),
        ("cn-shanghai", "https://127.0.0.1:1/", "https://127.0.0.1:1"),
        ("cn-shanghai", "ice-vpc.cn-shanghai.aliyuncs.com", "https://ice-vpc.cn-shanghai.aliyuncs.com"),
    ],
)
def test_the_address_is_always_explicit(region, given, url):
    assert str(endpoint_of(region, given)) == url


@pytest.mark.parametrize(
    "given",
    ["", "http://", "ftp://host", "http://host/path", "http://u:p@host", "host:port", "http://host?x=1", "host:99999"],
)
def test_what_is_no_address_is_refused(given):
    with pytest.raises(UsageError) as caught:
        endpoint_of("cn-shanghai", given)
    assert str(caught.value) == (
        f"{given!r} is not an endpoint. "
        "Fix: write 'host', 'host:port' or 'http://host:port', without path, query or login"
    )


@pytest.mark.parametrize("region", ["", "cn-shanghai/", "evil.example", "CN-SHANGHAI", "cn-shanghai@host"])
def test_what_is_no_region_never_becomes_a_host(region):
    with pytest.raises(UsageError, match="is not a region id"):
        endpoint_of(region)


def test_a_region_that_only_manages_assets_is_refused():
    with pytest.raises(UsageError) as caught:
        Cloud("eu-central-1")
    assert str(caught.value) == (
        "eu-central-1 offers media asset management only, no production. "
        "Fix: `timeline-dsl catalog regions` lists the regions that produce"
    )


def test_the_public_and_the_inner_address_share_a_ledger_and_others_do_not():
    scopes = [
        endpoint_of("cn-beijing", given).scope("cn-beijing")
        for given in (None, "ice-vpc.cn-beijing.aliyuncs.com", "127.0.0.1:81", "127.0.0.1:82")
    ]
    assert scopes == ["cn-beijing", "cn-beijing", "cn-beijing 127.0.0.1:81", "cn-beijing 127.0.0.1:82"]
