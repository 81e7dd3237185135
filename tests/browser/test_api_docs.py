"""The API's document in a real browser: it draws, keeps the policy, and asks nobody else."""

from playwright.sync_api import expect


def test_the_document_can_be_tried_out_without_the_world_outside(db, address, hold, enterprise):
    page, elsewhere = hold(enterprise), []
    page.on(
        "request",
        lambda r: (
            None if r.url.startswith((address, "data:", "blob:")) else elsewhere.append(r.url)
        ),
    )
    page.goto("/api/v1/docs")
    promise = page.locator("#operations-acts-appeal_promise")
    promise.click()
    promise.get_by_role("button", name="Try it out").click()
    expect(promise.locator("textarea")).to_have_value("""{
  "reason": "string",
  "steps": [
    {
      "due_on": "2026-12-01",
      "text": "Survey the site"
    }
  ]
}""")
    assert elsewhere == []
