"""Whom to trust, and what to say of a certificate that does not verify."""

from __future__ import annotations

import ssl

import requests.utils
import urllib3.util

from archiver.errors import SettingsError

_TRUST_IT = "if whoever issued it is to be trusted, name their certificate in fetch.ca_bundle"
#: OpenSSL's number of what is wrong → what can be done about it (openssl-verification-options(1))
_ADVICE = {
    **dict.fromkeys((9, 10), "the site has to renew it, unless the clock of this machine is wrong"),
    **dict.fromkeys((18, 19, 20, 21), _TRUST_IT),
    **dict.fromkeys((62, 64), "the site is known by another name, or somebody stands in for it"),
}


def make_context(ca_bundle: str | None) -> ssl.SSLContext:
    """What connections verify with: certifi's certificates, and those of the file. Raises ``SettingsError``."""
    context = urllib3.util.create_urllib3_context()
    context.load_verify_locations(requests.utils.DEFAULT_CA_BUNDLE_PATH)
    if ca_bundle is not None:
        try:
            context.load_verify_locations(ca_bundle)
        except OSError as error:  # an SSLError is one as well
            raise SettingsError(f"invalid fetch.ca_bundle {ca_bundle!r} (expected a file of certificates)") from error
    return context


def words_of_certificate(error: ssl.SSLCertVerificationError) -> str:
    """What is wrong with the certificate, and what to do."""
    message = error.verify_message.rstrip(".")
    advice = _ADVICE.get(error.verify_code)
    return f"{message} ({advice})" if advice else message
