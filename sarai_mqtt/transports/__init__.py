"""Wire protocols that connect satellites and Home Assistant to the service."""
