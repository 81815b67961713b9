"""The application as a server's visitors have it, behind a proxy."""

from app_server import app_server, made_annuaire, made_register


def test_a_register_is_read_behind_a_proxy_with_a_prefix(tmp_path):
    """Under the proxy's name and prefix, a register goes from the form to what was read."""
    with app_server(tmp_path, hosted=True, behind="https://cartes.exemple.fr/ent") as server:
        visitor = server.visitor()
        work = visitor.begin(
            "90",
            register=made_register(tmp_path / "registre.csv"),
            schools=made_annuaire(tmp_path / "annuaire.csv"),
        )
        assert "4 écoles renseignées sur 5" in visitor.read(work)
