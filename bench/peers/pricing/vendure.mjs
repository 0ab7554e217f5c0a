// Vendure's OrderCalculator with real Promotion entities, conditions and actions, constructed as its
// own unit test does: one tax zone at a rate of 0, no shipping, no database.
//
// At its best: an order is priced again and again, so its taxes are not applied anew; shipping is left out;
// of the two conditions that can stand for "always" or "has the item" the cheaper one is used
// (Vendure wants at least one condition in a promotion).

import { createRequire } from 'node:module';

const vendure = createRequire(import.meta.url)('@vendure/core');
const { OrderCalculator, Order, OrderLine, ProductVariant, Promotion, RequestContext, TaxRate } = vendure;

const zone = new vendure.Zone({ id: 'Z1', name: 'zone', members: [] });
const category = new vendure.TaxCategory({ id: 'C1', name: 'goods' });
const untaxed = new TaxRate({ id: 'R1', name: 'none', enabled: true, value: 0, zone, category });
const channel = new vendure.Channel({ id: 'S001', code: 'shop', pricesIncludeTax: false, defaultTaxZone: zone });

function calculator() {
    return new OrderCalculator(
        {
            taxOptions: {
                taxZoneStrategy: { determineTaxZone: () => zone },
                taxLineCalculationStrategy: new vendure.DefaultTaxLineCalculationStrategy(),
            },
        },
        { getAllWithMembers: async () => [zone] },
        { getApplicableTaxRate: async () => untaxed },
        {},
        {},
        new vendure.RequestContextCacheService(),
    );
}

function promotion(offer) {
    const operation = (code, args) => ({
        code,
        args: Object.entries(args).map(([name, value]) => ({ name, value: JSON.stringify(value) })),
    });
    const action =
        offer.reward.type === 'spend'
            ? operation('order_fixed_discount', { discount: offer.reward.steps[0].off })
            : operation('products_percentage_discount', {
                  discount: offer.reward.bp / 100,
                  productVariantIds: offer.items.sku,
              });
    return new Promotion({
        id: offer.id,
        name: offer.id,
        enabled: true,
        priorityScore: 0,
        conditions: [operation('minimum_order_amount', { amount: 0, taxInclusive: false })],
        actions: [action],
        promotionConditions: vendure.defaultPromotionConditions,
        promotionActions: vendure.defaultPromotionActions,
    });
}

function order(basket) {
    const lines = basket.lines.map(
        (line) =>
            new OrderLine({
                id: `line-${line.line}`,
                quantity: line.quantity / 1000,
                orderPlacedQuantity: 0,
                productVariant: new ProductVariant({ id: line.sku }),
                taxCategoryId: category.id,
                listPrice: line.unit_price,
                listPriceIncludesTax: false,
                adjustments: [],
                taxLines: [],
            }),
    );
    return new Order({ id: 'O1', lines, surcharges: [], shippingLines: [], couponCodes: [], modifications: [] });
}

/** The programme's offers and the baskets as Vendure's own entities. */
export class Vendure {
    name = '@vendure/core OrderCalculator';

    constructor(programme, baskets) {
        this.calculator = calculator();
        this.promotions = programme.offers.map(promotion);
        this.orders = baskets.map(order);
        this.context = new RequestContext({
            apiType: 'shop',
            channel,
            languageCode: 'en',
            isAuthorized: true,
            authorizedAsOwnerOnly: false,
        });
    }

    async price(i) {
        return this.calculator.applyPriceAdjustments(this.context, this.orders[i], this.promotions, [], {
            recalculateShipping: false,
        });
    }

    async total(i) {
        return (await this.price(i)).subTotal;
    }
}
