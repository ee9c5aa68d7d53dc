"""What parts of the service take as their options, from the settings."""

from sarai_mqtt.config.settings import Settings
from sarai_mqtt.core.ages import Ages
from sarai_mqtt.satellites.endpointing import EndpointingLimits
from sarai_mqtt.satellites.limits import Limits
from sarai_mqtt.transports.mqtt.options import MqttOptions
from sarai_mqtt.turns.arbitration.arbiter import ArbitrationLimits
from sarai_mqtt.turns.dialogue import DialogueTimeouts


def limits_of(settings: Settings) -> Limits:
    """Return the limits and defaults of the service."""
    audio = settings.audio
    endpointing = EndpointingLimits(
        start_ms=audio.start_ms,
        stop_ms=audio.stop_ms,
        draft_ms=audio.draft_ms,
        complete_ms=audio.complete_ms,
        dangling_ms=audio.dangling_ms,
        preroll_ms=audio.preroll_ms,
        max_ms=audio.max_ms,
    )
    language = settings.fixed_language()
    turns = settings.turns
    sites = settings.sites
    barge_in_by_site = {name: site.barge_in for name, site in sites.items() if site.barge_in}
    return Limits(
        endpointing,
        language,
        turns.at_once,
        audio.stale_ms,
        audio.max_sites,
        turns.barge_in,
        barge_in_by_site,
        ArbitrationLimits(settings.arbitration.window_ms, settings.arbitration.wait_ms),
        DialogueTimeouts(turns.answer_s, turns.follow_up_s),
        {name: site.area for name, site in sites.items() if site.area},
    )


def ages_of(settings: Settings) -> Ages:
    """Return how old each kind of outgoing event may get."""
    ages = settings.ages
    return Ages(ages.act_s, ages.reply_s, ages.event_s)


def mqtt_options(settings: Settings) -> MqttOptions:
    """Return the options of the connection to the broker."""
    mqtt = settings.mqtt
    return MqttOptions(
        host=mqtt.host,
        port=mqtt.port,
        client_id=mqtt.client_id,
        username=mqtt.username or "",
        password=mqtt.password.get_secret_value() if mqtt.password else "",
        protocol=mqtt.protocol,
        keepalive=mqtt.keepalive,
        root=mqtt.root,
        tls=mqtt.tls,
        ca_file=str(mqtt.ca_file or ""),
        cert_file=str(mqtt.cert_file or ""),
        key_file=str(mqtt.key_file or ""),
        insecure=mqtt.tls_insecure,
        max_packet_bytes=mqtt.max_packet_bytes,
        ages=ages_of(settings),
    )
