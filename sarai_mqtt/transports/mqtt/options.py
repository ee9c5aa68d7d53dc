"""Address, credentials and TLS settings of the broker."""

import ssl
from dataclasses import dataclass, field
from typing import Literal

from sarai_mqtt.core.ages import Ages
from sarai_mqtt.core.errors import BrokerError

Protocol = Literal["3.1.1", "5"]


@dataclass(frozen=True, slots=True)
class MqttOptions:
    """Options of the connections to one broker; "" and None mean not set. The repr omits the password.

    `client_id` "" makes a random one; each connection adds its own suffix. `insecure` accepts any
    certificate. `keepalive` is in s. `max_packet_bytes` is the largest packet that the broker accepts, None
    if unknown. `ages` limits how old an outgoing message may get.
    """

    host: str = "127.0.0.1"
    port: int = 1883
    client_id: str = ""
    username: str = ""
    password: str = field(default="", repr=False)
    protocol: Protocol = "3.1.1"
    tls: bool = False
    ca_file: str = ""
    cert_file: str = ""
    key_file: str = ""
    insecure: bool = False
    keepalive: int = 30
    root: str = "sarai"
    max_packet_bytes: int | None = None
    ages: Ages = field(default_factory=Ages)


def tls_context(options: MqttOptions) -> ssl.SSLContext:
    """Return the TLS context. Raises BrokerError `broker_tls` if a certificate or key file cannot be used."""
    try:
        context = ssl.create_default_context(cafile=options.ca_file or None)
        if options.cert_file:
            context.load_cert_chain(options.cert_file, options.key_file or None)
    except OSError as exc:
        raise tls_error(f"The TLS files cannot be used: {exc}.") from exc
    if options.insecure:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    return context


def tls_error(reason: str) -> BrokerError:
    """Return a BrokerError `broker_tls` with `reason` and advice on what to check."""
    return BrokerError(
        "broker_tls", reason, "Check the CA, certificate and key files, and the host name in the certificate."
    )
