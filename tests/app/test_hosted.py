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


def test_whoever_hosts_it_sets_its_limits(tmp_path):
    """The page says them before they are met, and what is past them is refused in words."""
    with app_server(tmp_path, "--limit", "upload_mb=1", hosted=True) as server:
        visitor = server.visitor()
        assert "1\u00a0Mo en tout" in visitor.get("/").text
        large = tmp_path / "registre.csv"
        large.write_bytes(b"x" * 1_500_000)
        answer = visitor.send("90", register=large)
        assert answer.status_code == 413
        assert "1\u00a0Mo" in answer.text


def test_what_is_recognised_counts_for_what_it_is(tmp_path):
    """An annuaire dropped as a register replaces none: both together are past the limit."""
    with app_server(tmp_path, "--limit", "upload_mb=1", hosted=True) as server:
        visitor = server.visitor()
        rows = [("0909999Z", "x" * 60, "Belfort", "oui", "")] * 8000
        register = made_register(tmp_path / "registre.csv", *rows)
        work = visitor.begin("90", register=register)
        annuaire = made_annuaire(tmp_path / "annuaire.csv")
        with annuaire.open("a", encoding="utf-8") as file:
            file.write(";" * 600_000)
        assert visitor.send("90", f"{work}/depart", register=annuaire).status_code == 413
